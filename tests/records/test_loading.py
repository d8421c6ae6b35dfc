"""Registers filled at once: the same constraints and indexes before and after, and no row that breaks one."""

import pytest
from django.db import IntegrityError, connection, transaction

from communities.models import Headcount
from records.copying import copy_rows
from records.history import acting
from records.loading import loading
from records.models import Change, Event
from tests.factories import make_community

DEFINED = """
SELECT conname AS name, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %(table)s::regclass
UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %(table)s
UNION ALL SELECT tgname, tgenabled::text FROM pg_trigger WHERE tgrelid = %(table)s::regclass AND NOT tgisinternal
UNION ALL SELECT column_name, column_default FROM information_schema.columns WHERE table_name = %(table)s
ORDER BY name, 2
"""


def defined(model):
    with connection.cursor() as cursor:
        cursor.execute(DEFINED, {"table": model._meta.db_table})
        return cursor.fetchall()


def fill(rows, user=None):
    with acting(user=user, reason="test"), loading([Headcount]):
        meanwhile = len(defined(Headcount))
        copy_rows(Headcount, ["community_id", "on", "households"], rows)
    return meanwhile


@pytest.mark.django_db
def test_everything_is_back():
    before = defined(Headcount)
    community = make_community()
    assert fill([(community.pk, "2026-06-30", 5)]) < len(before)
    assert defined(Headcount) == before
    assert Headcount.objects.get().households == 5


@pytest.mark.django_db
def test_each_row_leaves_one_change_with_user_reason_and_place(django_user_model):
    """A register that is empty, and one that is not any more."""
    community, user = make_community(), django_user_model.objects.create(username="clerk")
    for on in ("2026-06-30", "2026-07-31"):
        fill([(community.pk, on, 5)], user=user)
        row = Headcount.objects.get(on=on)
        change = Change.of(row).get()
        assert (change.op, change.place, change.event.reason) == (Change.Op.INSERT, community.code, "test")
        assert change.event.user == row.created_by == row.updated_by == user
        assert change.event.at == row.created_at == row.updated_at


@pytest.mark.django_db
def test_no_row_is_no_event():
    make_community()
    before = Event.objects.count()
    fill([])
    assert Event.objects.count() == before


@pytest.mark.django_db
def test_row_that_breaks_a_constraint_is_refused():
    community = make_community()
    with pytest.raises(IntegrityError, match="headcount_once_a_day"), transaction.atomic():
        fill([(community.pk, "2026-06-30", 5)] * 2)
    assert not Headcount.objects.exists()


@pytest.mark.django_db
def test_row_of_an_unknown_community_is_refused():
    with pytest.raises(IntegrityError, match="communities_community"), transaction.atomic():
        fill([(make_community().pk + 1, "2026-06-30", 5)])
