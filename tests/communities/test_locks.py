"""An approved period is closed in the database, whichever way a row is written; what comes later stays open."""

import datetime
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from communities.models import Community, Headcount, LockException, Nil, WorkFund
from communities.submissions import groups, locks
from communities.submissions.periods import open_period
from facilities.models import Facility
from records.copying import copy_rows
from records.history import acting
from records.models import Change
from records.refusals import as_validation_error
from staffing.models import ApprovedPosts, Licence, Spell, Training
from tests.communities.offices import LAST, STREET, Office, bring_to, lock, make_counted, make_submission
from tests.factories import (
    make_community,
    make_facility,
    make_fund,
    make_headcount,
    make_licence,
    make_nil,
    make_posts,
    make_spell,
    make_training,
)

pytestmark = pytest.mark.django_db

AUGUST, OCTOBER = date(2026, 8, 15), date(2026, 10, 5)
TODAY = date(2026, 11, 22)


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def east():
    return make_community(street=STREET, name="东风社区居民委员会")


@pytest.fixture
def locked(east, office):
    """東风 with its people and households of the third quarter approved."""
    return lock(east, office)


def switch_off(trigger):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE communities_headcount DISABLE TRIGGER {trigger}")


def refused(write):
    """The write is refused with the name of the rule; returns the sentence."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write()
    assert caught.value.__cause__.diag.constraint_name == "period_locked"
    return caught.value.__cause__.diag.message_primary


def by_orm(community, on):
    Headcount.objects.create(community=community, on=on, residents=1)


def by_bulk(community, on):
    Headcount.objects.bulk_create([Headcount(community=community, on=on, residents=1)])


def by_copy(community, on):
    copy_rows(Headcount, ["community", "on", "residents"], [(community.pk, on, 1)])


def by_sql(community, on):
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO communities_headcount (community_id, "on", residents, source, month_only) '
            "VALUES (%s, %s, 1, '', '{}')",
            [community.pk, on],
        )


WAYS = pytest.mark.parametrize("write", [by_orm, by_bulk, by_copy, by_sql], ids=lambda write: write.__name__)


@WAYS
def test_every_way_of_back_dating_is_refused(locked, east, write):
    assert "东风社区居民委员会“人口户数”:2026-07-01至2026-09-30的数据已审核锁定" in refused(lambda: write(east, AUGUST))
    assert not Headcount.objects.exists()


@WAYS
def test_every_way_of_writing_the_next_quarter_works(locked, east, write):
    write(east, OCTOBER)
    assert Headcount.objects.get().on == OCTOBER


@WAYS
def test_control_without_the_trigger_back_dating_goes_through(locked, east, write):
    switch_off("keep_locked_insert")
    write(east, AUGUST)
    assert Headcount.objects.get().on == AUGUST


def update_by_orm(row):
    row.residents = 2
    row.save()


def update_by_queryset(row):
    Headcount.objects.filter(pk=row.pk).update(residents=2)


def update_by_sql(row):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE communities_headcount SET residents = 2 WHERE id = %s", [row.pk])


def delete_by_orm(row):
    row.delete()


def delete_by_sql(row):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM communities_headcount WHERE id = %s", [row.pk])


CHANGES = pytest.mark.parametrize(
    ("change", "operation"),
    [
        (update_by_orm, "update"),
        (update_by_queryset, "update"),
        (update_by_sql, "update"),
        (delete_by_orm, "delete"),
        (delete_by_sql, "delete"),
    ],
)


@CHANGES
def test_changing_and_deleting_a_locked_row_is_refused(east, office, change, operation):
    row = make_counted(east)
    lock(east, office)
    refused(lambda: change(row))
    assert Headcount.objects.get().residents == 3000


@CHANGES
def test_control_without_the_trigger_the_locked_row_changes(east, office, change, operation):
    row = make_counted(east)
    lock(east, office)
    switch_off(f"keep_locked_{operation}")
    change(row)
    assert [one.residents for one in Headcount.objects.all()] == ([2] if operation == "update" else [])


# What touches a locked period (July to September), register by register: True where it is refused.


def count_before(community):
    make_headcount(community, on=date(2026, 6, 30), residents=1)


@pytest.mark.parametrize(
    ("later", "touches"),
    [({}, True), ({"on": date(2026, 7, 1), "residents": 2}, False), ({"on": date(2026, 7, 2), "residents": 2}, True),
     ({"on": date(2026, 7, 1), "households": 2}, True)],
    ids=["nothing later", "counted again on the first day", "counted again on the second day", "other things counted"],
)  # fmt: skip
def test_an_older_count_touches_the_period_while_it_still_holds_there(east, office, later, touches):
    if later:
        make_headcount(east, **later)
    lock(east, office)
    refused(lambda: count_before(east)) if touches else count_before(east)
    assert Headcount.objects.filter(on=date(2026, 6, 30)).exists() is not touches


def test_notes_about_a_locked_count_stay_open(east, office):
    row = make_counted(east)
    lock(east, office)
    Headcount.objects.filter(pk=row.pk).update(source="2026年三季度报表")
    row.refresh_from_db()
    assert row.source == "2026年三季度报表"


def test_moving_a_locked_count_to_another_day_is_refused(east, office):
    row = make_counted(east)
    lock(east, office)
    refused(lambda: Headcount.objects.filter(pk=row.pk).update(on=OCTOBER))


@pytest.mark.parametrize(
    ("change", "touches"),
    [
        ({"ended_on": TODAY}, False),
        ({"ended_on": TODAY, "end_reason": "resigned"}, False),
        ({"ended_on": date(2026, 10, 1)}, False),
        ({"ended_on": LAST}, True),
        ({"started_on": date(2015, 2, 1)}, False),
        ({"started_on": AUGUST}, True),
        ({"duty": "maternity"}, True),
        ({"approved": True}, True),
        ({"source": "花名册"}, False),
        ({"due_back_on": TODAY}, False),
    ],
)
def test_a_spell_of_long_ago(east, office, change, touches):
    spell = make_spell(east)
    lock(east, office, group="staffing")

    def write():
        assert Spell.objects.filter(pk=spell.pk).update(**change) == 1

    refused(write) if touches else write()


@pytest.mark.parametrize(
    ("period", "touches"),
    [
        ({"started_on": TODAY}, False),
        ({"started_on": date(2026, 10, 1)}, False),
        ({"started_on": LAST}, True),
        ({"started_on": date(2015, 1, 1), "ended_on": date(2026, 7, 1)}, False),
        ({"started_on": date(2015, 1, 1), "ended_on": date(2026, 7, 2)}, True),
    ],
)
def test_a_new_spell(east, office, period, touches):
    lock(east, office, group="staffing")
    refused(lambda: make_spell(east, **period)) if touches else make_spell(east, **period)
    assert Spell.objects.exists() is not touches


def test_a_change_of_post_from_today_on(east, office):
    spell = make_spell(east)
    lock(east, office, group="staffing")
    Spell.objects.filter(pk=spell.pk).update(ended_on=TODAY)
    make_spell(east, worker=spell.worker, started_on=TODAY, party_post="secretary")
    assert Spell.objects.count() == 2


def test_a_person_of_a_locked_period_cannot_be_deleted(east, office):
    spell = make_spell(east)
    lock(east, office, group="staffing")
    refused(spell.worker.delete)


def test_a_spell_cannot_be_moved_out_of_or_into_a_locked_community(east, office):
    west = make_community(street=STREET)
    spell, other = make_spell(east), make_spell(west)
    lock(east, office, group="staffing")
    refused(lambda: Spell.objects.filter(pk=spell.pk).update(community=west))
    refused(lambda: Spell.objects.filter(pk=other.pk).update(community=east))


@pytest.mark.parametrize(
    ("change", "touches"),
    [({"ended_on": TODAY}, False), ({"ended_on": AUGUST}, True), ({"posts": 9}, True), ({"decree": "文号"}, False)],
)
def test_approved_posts(east, office, change, touches):
    make_posts(east, 5)
    lock(east, office, group="staffing")

    def write():
        assert ApprovedPosts.objects.update(**change) == 1

    refused(write) if touches else write()


@pytest.mark.parametrize(
    ("issued_on", "begun", "touches"),
    [
        (date(2026, 6, 1), date(2020, 1, 1), True),
        (date(2026, 6, 1), OCTOBER, False),
        (OCTOBER, date(2020, 1, 1), False),
        (None, date(2020, 1, 1), False),
    ],
    ids=["was there", "came later", "issued later", "no date"],
)
def test_a_licence_touches_where_its_holder_worked(east, office, issued_on, begun, touches):
    worker = make_spell(east, started_on=begun).worker
    lock(east, office, group="staffing")
    if touches:
        assert refused(lambda: make_licence(worker, issued_on=issued_on)).startswith("“职业资格证书”")
    else:
        make_licence(worker, issued_on=issued_on)
    assert Licence.objects.exists() is not touches


@pytest.mark.parametrize(("on", "touches"), [(date(2024, 12, 31), False), (date(2025, 1, 1), True), (OCTOBER, False)])
def test_a_training_counts_for_its_year_and_the_next(east, office, on, touches):
    worker = make_spell(east).worker
    lock(east, office, group="staffing")
    refused(lambda: make_training(worker, on)) if touches else make_training(worker, on)
    assert Training.objects.exists() is not touches


@pytest.mark.parametrize(
    ("change", "touches"),
    [
        ({"status": "idle", "closed_on": TODAY}, False),
        ({"status": "demolished", "closed_on": TODAY}, False),
        ({"status": "demolished", "closed_on": AUGUST}, True),
        ({"status": "idle"}, True),
        ({"status": "temporary"}, False),
        ({"area": 301}, True),
        ({"kind": "library"}, True),
        ({"phone": "0591-1234", "address": "新址"}, False),
    ],
)
def test_a_facility_in_use(east, office, change, touches):
    facility = make_facility(east, area=300)
    lock(east, office, group="facilities")

    def write():
        assert Facility.objects.filter(pk=facility.pk).update(**change) == 1

    refused(write) if touches else write()


@pytest.mark.parametrize(
    ("values", "touches"),
    [
        ({"opened_on": TODAY}, False),
        ({"opened_on": LAST}, True),
        ({"status": "planned", "opened_on": None}, False),
        ({"opened_on": date(2020, 1, 1), "closed_on": date(2026, 7, 1), "status": "idle"}, False),
    ],
)
def test_a_new_facility(east, office, values, touches):
    lock(east, office, group="facilities")
    refused(lambda: make_facility(east, **values)) if touches else make_facility(east, **values)


def test_planned_premises_open_today(east, office):
    facility = make_facility(east, status="planned", opened_on=None)
    lock(east, office, group="facilities")
    Facility.objects.filter(pk=facility.pk).update(status="in_use", opened_on=TODAY, area=300)
    refused(lambda: Facility.objects.filter(pk=facility.pk).update(opened_on=AUGUST))


@pytest.mark.parametrize(("year", "touches"), [(2024, False), (2025, True), (2026, False)])
def test_money_of_a_year_is_settled_by_the_year(east, office, year, touches):
    lock(east, office, group="funds", on=date(2025, 6, 1))
    refused(lambda: make_fund(east, year=year, budgeted=1)) if touches else make_fund(east, year=year, budgeted=1)
    assert WorkFund.objects.exists() is not touches


@pytest.mark.parametrize(
    ("register", "started_on", "touches"),
    [("staffing", AUGUST, True), ("staffing", TODAY, False), ("facilities", AUGUST, False), ("grids", AUGUST, False)],
)
def test_a_declaration_of_none_touches_its_own_group(east, office, register, started_on, touches):
    lock(east, office, group="staffing")
    if touches:
        refused(lambda: make_nil(east, register, started_on=started_on))
    else:
        make_nil(east, register, started_on=started_on)
    assert Nil.objects.exists() is not touches


def test_other_communities_groups_and_periods_stay_open(locked, east):
    make_headcount(make_community(street=STREET), on=AUGUST, residents=1)
    make_spell(east, started_on=AUGUST)
    make_headcount(east, on=OCTOBER, residents=1)
    assert Headcount.objects.count() == 2


def test_an_import_of_many_rows_is_refused_whole_for_one_locked_row(locked, east):
    west = make_community(street=STREET)
    rows = [(west.pk, date(2026, 7, day), day) for day in range(1, 31)] + [(east.pk, AUGUST, 1)]
    refused(lambda: copy_rows(Headcount, ["community", "on", "residents"], rows))
    assert not Headcount.objects.exists()


def test_a_refusal_becomes_a_sentence_for_forms(locked, east):
    with pytest.raises(ValidationError) as caught, as_validation_error():
        by_orm(east, AUGUST)
    assert caught.value.code == "constraint"
    assert "已审核锁定" in caught.value.message
    assert not Headcount.objects.exists()


def test_an_ordinary_constraint_is_not_taken_for_a_sentence(east):
    by_orm(east, OCTOBER)
    with pytest.raises(IntegrityError), as_validation_error():
        by_orm(east, OCTOBER)


# Opened again for some days


def open_again(locked, office, started_on=None, ended_on=None):
    values = {"started_on": started_on or TODAY, "ended_on": ended_on or TODAY + datetime.timedelta(days=3)}
    return locks.grant_exception(submission=locked, user=office.county, reason="漏报一户", **values)


@pytest.fixture
def today(monkeypatch):
    """Sets the day for Python; `database_day` moves the database's."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


def database_day(day):
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION communities_today() RETURNS date LANGUAGE sql STABLE AS "
            f"$$ SELECT '{day:%Y-%m-%d}'::date $$"
        )


@pytest.mark.parametrize(
    ("days", "is_open"), [(-1, False), (0, True), (2, True), (3, False)], ids=["before", "first", "last", "after"]
)
def test_an_exception_opens_from_its_first_day_until_its_end(locked, east, office, today, days, is_open):
    open_again(locked, office)
    database_day(TODAY + datetime.timedelta(days=days))
    by_orm(east, AUGUST) if is_open else refused(lambda: by_orm(east, AUGUST))
    assert Headcount.objects.exists() is is_open


def test_an_exception_opens_one_community_and_group_and_is_on_record(locked, east, office, today):
    lock(east, office, group="staffing")
    west = make_community(street=STREET)
    lock(west, office)
    exception = open_again(locked, office)
    database_day(TODAY)
    refused(lambda: make_spell(east, started_on=AUGUST))
    refused(lambda: by_orm(west, AUGUST))
    with acting(office.clerk, "补报"):
        by_orm(east, AUGUST)
    assert Change.of(exception).get().event.reason == "漏报一户"
    assert Change.of(Headcount.objects.get()).get().event.reason == "补报"


@pytest.mark.parametrize("who", ["clerk", "reviewer"])
def test_only_the_county_opens_again(locked, office, today, who):
    office.county = getattr(office, who)
    with pytest.raises(PermissionDenied):
        open_again(locked, office)


@pytest.mark.parametrize(
    ("started_on", "ended_on", "name"),
    [
        (TODAY - datetime.timedelta(days=1), TODAY + datetime.timedelta(days=1), "started_on"),
        (TODAY, TODAY, "ended_on"),
        (TODAY, TODAY + datetime.timedelta(days=32), "ended_on"),
    ],
)
def test_an_exception_has_sensible_dates(locked, office, today, started_on, ended_on, name):
    with pytest.raises(ValidationError) as caught:
        open_again(locked, office, started_on, ended_on)
    assert list(caught.value.message_dict) == [name]


def test_what_is_not_locked_needs_no_exception(east, office, today):
    submission = make_submission(east)
    with pytest.raises(ValidationError, match="只有已锁定的报送才需要限期更正"):
        open_again(submission, office)


def test_an_exception_ends_before_its_day_when_the_county_says_so(locked, east, office, today):
    exception = open_again(locked, office)
    database_day(TODAY)
    locks.end_exception(exception=exception, user=office.county)
    refused(lambda: by_orm(east, AUGUST))
    assert not LockException.objects.open(on=TODAY).exists()


# A lock cannot be got rid of by the back door


def test_a_locked_submission_stays(locked, east):
    for write in [
        locked.delete,
        east.delete,
        lambda: type(locked).objects.update(state="not_submitted"),
        lambda: type(locked).objects.update(group="funds"),
        lambda: type(locked).objects.update(community=make_community()),
    ]:
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            write()
        assert caught.value.__cause__.diag.constraint_name == "submission_declared_step"


def test_what_is_under_review_is_marked_when_its_days_change(east, office):
    make_counted(east)
    submission = bring_to(make_submission(east), "submitted", office)
    make_headcount(east, on=OCTOBER, residents=2900)
    submission.refresh_from_db()
    assert submission.changed_at is None
    Headcount.objects.filter(on=LAST).update(residents=3100)
    submission.refresh_from_db()
    assert submission.is_changed


# Official or not


def all_locked(on):
    return set(Community.objects.filter(pk__in=locks.locked_communities(on)))


def test_community_is_locked_for_the_periods_of_the_day(office):
    community, other = make_community(street=STREET), make_community(street=STREET)
    for group in groups.every():
        if group.slug != "funds":
            lock(community, office, group=group.slug)
            lock(other, office, group=group.slug)
    lock(community, office, group="funds", on=date(2025, 12, 31))
    assert all_locked(LAST) == {community}
    assert all_locked(OCTOBER) == set()


@pytest.mark.parametrize("group", ["population", "staffing", "facilities", "funds"])
def test_one_group_not_locked_is_enough(office, group):
    community = make_community(street=STREET)
    for other in {"population", "staffing", "facilities", "funds"} - {group}:
        lock(community, office, group=other, on=date(2025, 12, 31) if other == "funds" else LAST)
    open_period(group=group, on=LAST)
    assert all_locked(LAST) == set()
