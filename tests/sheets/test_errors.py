"""All errors of all rows, and nothing but errors."""

import os
import signal
import subprocess
import sys

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from communities.models import Posting
from sheets import rules
from sheets.services import import_sheet
from staffing.models import Spell, Worker
from tests.factories import LONG_AGO, make_area, make_community, make_spell, make_worker
from tests.people import id_number
from tests.sheets.conftest import found
from tests.sheets.errors import kinds, make_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def known():
    """A county with two streets, a name that two communities share, somebody kept in another county."""
    make_area("500199001", name="东街道")
    make_area("500199002", name="西街道")
    make_area("500198001", name="邻县街道")
    abroad = make_community("500198001001", name="邻县社区居民委员会")
    twins = [make_community(f"50019900{street}099", name="双名社区居民委员会") for street in (1, 2)]
    make_worker(abroad, id_number=id_number(997, LONG_AGO), name="邻县人")
    serving = make_worker(twins[0], id_number=id_number(996, LONG_AGO), name="在任者")
    make_spell(twins[0], worker=serving)
    return {
        "elsewhere": id_number(997, LONG_AGO),
        "serving": id_number(996, LONG_AGO),
        "unknown": "500199001999",
        "foreign": abroad.code,
        "double": "双名社区",
    }


@pytest.fixture
def communities():
    return [make_community(f"500199001{number:03}", name=f"第{number}社区居民委员会") for number in range(1, 21)]


@pytest.fixture
def clerk():
    user = get_user_model().objects.create_user("clerk")
    Posting.objects.create(user=user, role="county_reviewer", area_code="500199", started_on=LONG_AGO)
    return user


@pytest.mark.parametrize("name", ["people.csv", "people.xlsx"])
def test_i1_exactly_the_bad_cells_are_found_and_nothing_is_applied(name, known, communities, clerk, put):
    if name.endswith(".xlsx"):
        rows, truth = make_file(communities, known, rows=400, bad=45)
    else:
        rows, truth = make_file(communities, known)
    assert len({code for _row, _column, code in truth}) >= 14
    assert len(kinds(known)) >= 25
    before = (Worker.objects.count(), Spell.objects.count())
    outcome = import_sheet("worker", put(*rows, name=name), user=clerk)
    reported = set(found(outcome))
    assert reported - truth == set(), "precision"
    assert truth - reported == set(), "recall"
    assert outcome.rows == len(rows) - 1
    assert outcome.created == outcome.rows - len({row for row, _column, _code in truth})
    assert (Worker.objects.count(), Spell.objects.count()) == before


def test_i1_the_same_rows_without_the_bad_ones_are_applied(known, communities, clerk, put):
    rows, truth = make_file(communities, known, rows=600, bad=42)
    bad = {row for row, _column, _code in truth}
    good = [row for number, row in enumerate(rows, 1) if number not in bad]
    outcome = import_sheet("worker", put(*good), user=clerk)
    assert (outcome.errors, outcome.created) == ([], len(good) - 1)
    assert Worker.objects.filter(name="张伟").exists()


def test_i1_control_without_a_rule_its_mistakes_pass(known, communities, clerk, put, monkeypatch):
    rows, truth = make_file(communities, known, rows=400, bad=42)
    monkeypatch.setattr(rules, "check_duplicates", lambda batch, part: None)
    outcome = import_sheet("worker", put(*rows), user=clerk, dry_run=True)
    missed = {code for _row, _column, code in truth - set(found(outcome))}
    assert missed == {"duplicate_in_file"}


IMPORT = """
import django; django.setup()
from django.db import connection
connection.settings_dict["NAME"] = {database!r}
from sheets.services import import_sheet
print("ready", flush=True)
import_sheet("headcount", {path!r})
print("done", flush=True)
"""


@pytest.mark.django_db(transaction=True)
def test_i1_a_killed_import_leaves_all_rows_or_none(put):
    make_area("500199001", name="东街道")
    made = [make_community(f"500199001{number:03}", name=f"第{number}社区居民委员会") for number in range(1, 4)]
    rows = [
        [one.code, f"{year}-{month:02}-01", 1] for one in made for year in range(1950, 2020) for month in range(1, 13)
    ]
    path = put(["社区编码", "统计日期", "常住人口"], *rows)
    script = IMPORT.format(database=connection.settings_dict["NAME"], path=str(path))
    for moment in range(3):
        with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, env=dict(os.environ)) as child:
            child.stdout.readline()
            try:
                child.wait(timeout=0.4 + moment * 0.5)
            except subprocess.TimeoutExpired:
                child.send_signal(signal.SIGKILL)
                child.wait()
        with connection.cursor() as cursor:  # the server notices and takes back what was not committed
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('sheets'), hashtext('communities_headcount'))")
            cursor.execute("SELECT count(*) FROM communities_headcount")
            assert cursor.fetchone()[0] in (0, len(rows))


def test_a_write_between_check_and_apply_is_a_finding_not_a_failure(communities, put, monkeypatch):
    """With the set-based rules switched off the database refuses, and its refusal becomes a sentence."""
    worker = make_worker(communities[0], id_number=id_number(1), name="张三")
    make_spell(communities[0], worker=worker)
    from staffing.sheets import spells

    monkeypatch.setattr(spells, "refuse_overlaps", lambda batch: None)
    header = ["身份证号", "姓名", "社区编码", "人员类别", "任职日期"]
    file = put(header, [id_number(1), "张三", communities[1].code, "两委成员", "2023-04-01"])
    outcome = import_sheet("worker", file)
    assert [finding.code for finding in outcome.errors] == ["constraint"]
    assert "重叠" in outcome.errors[0].message
    assert Spell.objects.count() == 1
