"""The database writes history: whichever way a row changes, exactly one entry says who and why."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from communities.models import Area
from records.copying import copy_rows
from records.history import acting
from records.models import Change, Event, Record

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return User.objects.create_user("clerk")


def changes():
    return Change.objects.filter(table="communities_area")


def by_orm():
    Area.objects.create(code="50", name="重庆市", level="province")


def by_bulk():
    Area.objects.bulk_create([Area(code="50", name="重庆市", level="province")])


def by_copy():
    copy_rows(Area, ["code", "name", "level"], [("50", "重庆市", "province")])


def by_sql():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO communities_area (code, name, level, authority, pinyin, source, month_only) "
            "VALUES ('50', '重庆市', 'province', '', '', '', '{}')"
        )


@pytest.mark.parametrize("write", [by_orm, by_bulk, by_copy, by_sql], ids=lambda write: write.__name__)
def test_every_way_of_writing_leaves_one_entry_with_user_and_reason(clerk, write):
    with acting(clerk, "首次录入"):
        write()
    area = Area.objects.get()
    (change,) = Change.of(area)
    assert (change.op, change.event.user, change.event.reason) == (
        "I",
        clerk,
        "首次录入",
    )
    assert area.created_by == clerk
    assert area.updated_at == area.created_at == change.event.at


def test_control_without_the_trigger_the_entry_is_missing(clerk):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE communities_area DISABLE TRIGGER log_insert")
    with acting(clerk, "首次录入"):
        by_orm()
    assert not changes().exists()


def test_an_update_keeps_only_what_changed():
    by_orm()
    with acting(reason="更名"):
        Area.objects.filter(code="50").update(name="渝")
    change = Change.of(Area.objects.get())[0]
    assert (change.op, change.before, change.after) == (
        "U",
        {"name": "重庆市"},
        {"name": "渝"},
    )


def test_an_update_that_changes_nothing_leaves_no_trace(clerk):
    by_orm()
    before = Area.objects.get().updated_at
    with acting(clerk, "再次保存"):
        Area.objects.update(name="重庆市")
    assert changes().count() == 1
    assert Area.objects.get().updated_at == before
    assert Area.objects.get().updated_by is None


def test_a_deletion_keeps_the_whole_row():
    by_orm()
    area = Area.objects.get()
    pk = area.pk
    area.delete()
    change = Change.objects.get(op="D", row_id=pk)
    assert change.before["name"] == "重庆市"


def test_one_transaction_is_one_event_whatever_the_number_of_rows():
    with acting(reason="批量"):
        copy_rows(
            Area,
            ["code", "name", "level"],
            [(str(code), "某市", "province") for code in range(11, 31)],
        )
        Area.objects.update(authority="民政局")
    assert changes().values("event").distinct().count() == 1
    assert changes().count() == 40


def test_nested_acting_is_an_event_of_its_own_and_the_outer_one_goes_on(clerk):
    with acting(reason="外"):
        by_orm()
        with acting(clerk, "内"):
            Area.objects.update(name="渝")
        Area.objects.update(name="渝州")
    reasons = list(changes().order_by("pk").values_list("event__reason", flat=True))
    assert reasons == ["外", "内", "外"]


def test_a_rolled_back_write_leaves_no_event(clerk):
    def fail():
        with acting(clerk, "失败"):
            by_orm()
            by_orm()

    with pytest.raises(IntegrityError):
        fail()
    assert not Event.objects.filter(reason="失败").exists()
    with acting(clerk, "成功"):
        by_orm()
    assert changes().get().event.reason == "成功"


def test_nobody_forges_who_and_when(clerk):
    with acting(clerk, "录入"):
        Area.objects.create(code="50", name="重庆市", level="province", created_by=None, updated_by=None)
    Area.objects.update(created_by=None, name="渝")
    assert Area.objects.get().created_by == clerk


@pytest.mark.django_db(transaction=True)
def test_who_and_why_end_with_the_transaction(clerk):
    with acting(clerk, "一"):
        by_orm()
    with transaction.atomic():
        Area.objects.update(name="渝")
    newest = Event.objects.order_by("-pk")[0]
    assert (newest.user, newest.reason) == (None, "")


def test_every_register_is_tracked():
    tracked = {"stamp", "log_insert", "log_update", "log_delete"}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, array_agg(tgname) FROM pg_trigger WHERE NOT tgisinternal GROUP BY 1"
        )
        triggers = {table: set(names) for table, names in cursor.fetchall()}
    untracked = [
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, Record) and not tracked <= triggers.get(model._meta.db_table, set())
    ]
    assert untracked == []
