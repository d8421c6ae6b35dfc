"""A sheet that touches a locked period is told so row by row, before anything is written."""

import csv
from datetime import date

import pytest
from django.db import connection

from communities.models import Headcount
from sheets.services import import_sheet
from staffing.models import Spell
from tests.communities.offices import LAST, STREET, Office, lock, make_counted
from tests.factories import make_community, make_posts, make_spell

pytestmark = pytest.mark.django_db

SENTENCE = "2026-07-01至2026-09-30的数据已审核锁定,不能改动。确需更正,请区县审核人开通限期更正。"


@pytest.fixture
def east():
    return make_community(street=STREET)


def sheet(folder, header, *rows):
    path = folder / "rows.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def headcounts(folder, community, *rows):
    return sheet(folder, ["社区编码", "统计日期", "常住人口"], *([community.code, *row] for row in rows))


def told(outcome):
    return [(error.row, error.code) for error in outcome.errors]


@pytest.mark.parametrize("dry_run", [True, False])
def test_every_locked_row_is_named_and_nothing_is_applied(tmp_path, east, dry_run):
    make_counted(east, on=date(2026, 6, 30))
    make_counted(east)
    lock(east, Office())
    rows = [["2026-08-01", 1], ["2026-10-05", 2], ["2026-09-30", 3], ["2020-01-01", 4]]
    outcome = import_sheet("headcount", headcounts(tmp_path, east, *rows), dry_run=dry_run)
    assert told(outcome) == [(2, "constraint"), (4, "constraint")]
    assert {error.message for error in outcome.errors} == {SENTENCE}
    assert Headcount.objects.count() == 2


def test_the_next_quarter_and_what_is_unchanged_are_applied(tmp_path, east):
    make_counted(east)
    lock(east, Office())
    outcome = import_sheet("headcount", headcounts(tmp_path, east, ["2026-09-30", 3000], ["2026-10-05", 2]))
    assert (outcome.errors, outcome.created, outcome.unchanged) == ([], 1, 1)


@pytest.mark.parametrize(("ended_on", "is_locked"), [("2026-10-01", False), ("2026-09-30", True)])
def test_ending_what_began_long_ago(tmp_path, east, ended_on, is_locked):
    make_posts(east, 5)
    lock(east, Office(), group="staffing")
    path = sheet(tmp_path, ["社区编码", "起始日期", "岗位职数", "终止日期"], [east.code, "2015-01-01", 5, ended_on])
    assert told(import_sheet("posts", path)) == ([(2, "constraint")] if is_locked else [])


def test_control_without_the_rule_only_the_database_refuses(tmp_path, east, monkeypatch):
    monkeypatch.setattr("sheets.rules._FURTHER", [])
    lock(east, Office())
    (error,) = import_sheet("headcount", headcounts(tmp_path, east, ["2026-08-01", 1])).errors
    assert (error.row, error.code) == (1, "constraint")
    assert error.message.endswith(f"“人口户数”:{SENTENCE}")


def test_every_locked_register_is_declared_and_has_its_triggers():
    from django.apps import apps

    from communities.submissions import locked

    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'keep_locked_update'")
        tables = {table for (table,) in cursor.fetchall()}
    assert tables == {apps.get_model(label)._meta.db_table for label in locked.every()}


def test_days_of_one_locked_row(east):
    spell = make_spell(east, started_on=date(2020, 1, 1))
    lock(east, Office(), group="staffing", on=LAST)
    Spell.objects.filter(pk=spell.pk).update(ended_on=date(2026, 10, 1))
    spell.refresh_from_db()
    assert spell.ended_on == date(2026, 10, 1)
