"""One plain sheet from end to end: what a clerk's file does to the register."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from communities.models import Headcount
from records.models import Change, Event
from sheets.services import import_sheet
from tests.factories import make_area, make_community, make_headcount
from tests.sheets.conftest import found

pytestmark = pytest.mark.django_db


@pytest.fixture
def road():
    make_area("500199001", name="解放碑街道")
    return make_community("500199001001", name="新建路社区居民委员会")


@pytest.fixture
def village():
    make_area("500199101", name="双石铺镇")
    return make_community("500199101201", name="双石铺村村民委员会", kind="villagers")


HEADER = ["社区编码", "社区名称", "统计日期", "常住人口", "户数"]


def test_new_rows_then_the_same_file_again_changes_nothing(put, road, village):
    file = put(HEADER, [road.code, "", "2024-03", "5,000", 1200], ["", "双石铺村", "2024年3月5日", "１２３４", ""])
    first = import_sheet("headcount", file, reason="2024年一季度报表")
    assert (first.created, first.updated, first.unchanged, first.errors) == (2, 0, 0, [])
    by_road = road.headcounts.get()
    assert (by_road.on, by_road.month_only, by_road.residents) == (date(2024, 3, 1), ["on"], 5000)
    assert village.headcounts.get().residents == 1234
    assert Event.objects.latest("pk").reason == "2024年一季度报表"
    changes = Change.objects.count()
    again = import_sheet("headcount", file)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    assert Change.objects.count() == changes


def test_blank_leaves_the_value_and_the_word_clears_it(put, road):
    count = make_headcount(road, on=date(2024, 3, 1), residents=10, households=4)
    outcome = import_sheet("headcount", put(HEADER, [road.code, "", "2024-03-01", "", "清空"]))
    count.refresh_from_db()
    assert (outcome.updated, count.residents, count.households) == (1, 10, None)


def test_with_one_error_nothing_is_applied_and_all_errors_are_told(put, road, village):
    file = put(
        [*HEADER, "备注"],
        [road.code, "", "2024-02-30", "1.5", ""],
        ["500199001009", "", "", "abc", "-3"],
        [road.code, "双石铺村", "2024-03-05", "", ""],
        [road.code, "", "2024-04-01", 7, ""],
        ["", "", "2024-04-01", 7, ""],
        [road.code, "", "2024.4.1", 7, ""],
    )
    outcome = import_sheet("headcount", file)
    assert found(outcome) == [
        (2, "统计日期", "invalid_date"),
        (2, "常住人口", "invalid_number"),
        (3, "社区编码", "unknown_code"),
        (3, "统计日期", "required"),
        (3, "常住人口", "invalid_number"),
        (3, "常住户数", "out_of_range"),
        (4, "社区名称", "mismatch"),
        (6, "社区编码", "required"),
        (7, "社区编码", "duplicate_in_file"),
    ]
    assert (outcome.rows, outcome.created, outcome.ignored) == (6, 1, ["备注"])
    assert not Headcount.objects.exists()


def test_a_header_in_ten_thousands_is_converted_and_said(put, road):
    outcome = import_sheet(
        "headcount", put(["社区编码", "统计日期", "常住人口(万人)"], [road.code, "2024-03-01", "0.52"])
    )
    assert road.headcounts.get().residents == 5200
    assert "10000" in outcome.notes[0]


def test_two_communities_of_one_name_are_listed_and_told_apart_by_street(put, road):
    make_area("500199002", name="南岸镇")
    other = make_community("500199002001", name="新建路社区居民委员会")
    header = ["社区名称", "街道", "统计日期", "常住人口"]
    outcome = import_sheet("headcount", put(header, ["新建路", "", "2024-03-01", 5]))
    assert found(outcome) == [(2, "社区名称", "ambiguous_name")]
    assert "解放碑街道" in outcome.errors[0].message
    assert "南岸镇" in outcome.errors[0].message
    outcome = import_sheet("headcount", put(header, ["新建路", "南岸镇", "2024-03-01", 5]))
    assert outcome.errors == []
    assert other.headcounts.get().residents == 5


def test_the_command_prints_json_and_tells_by_its_exit_code(put, road, capsys):
    good = put(HEADER, [road.code, "", "2024-03-01", 5, 2])
    call_command("import_sheet", "headcount", str(good), "--json", "--dry-run")
    said = json.loads(capsys.readouterr().out)
    assert said == {
        "sheet": "headcount", "rows": 1, "created": 1, "updated": 0, "unchanged": 0, "ignored": [], "errors": []
    }  # fmt: skip
    assert not Headcount.objects.exists()
    bad = put(HEADER, [road.code, "", "昨天", 5, 2], name="bad.csv")
    with pytest.raises(SystemExit) as ended:
        call_command("import_sheet", "headcount", str(bad), "--json")
    assert ended.value.code == 1
    assert json.loads(capsys.readouterr().out)["errors"][0] | {"message": ""} == {
        "row": 2, "column": "统计日期", "code": "invalid_date", "message": ""
    }  # fmt: skip


def test_export_is_read_back_as_unchanged(put, road, tmp_path):
    make_headcount(road, on=date(2024, 3, 1), month_only=["on"], residents=10)
    make_headcount(road, on=date(2024, 4, 1), residents=11, source="=1+1")
    for name in ("out.xlsx", "out.csv"):
        call_command("export_sheet", "headcount", "-o", str(tmp_path / name))
        outcome = import_sheet("headcount", tmp_path / name)
        assert (outcome.unchanged, outcome.errors) == (2, [])
