import datetime

import pytest

from compliance.models import Standard
from sheets.services import import_sheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_standards")]

HEADER = "指标,适用区划,适用对象,判定层级,施行日期,比较方式,计数基数,标准值,文号\n"


@pytest.fixture
def load(tmp_path):
    def load(*lines, header=HEADER):
        path = tmp_path / "standard.csv"
        path.write_text(header + "".join(f"{line}\n" for line in lines), encoding="utf-8")
        return import_sheet("standard", path)

    return load


def test_titles_and_slugs_and_what_blank_means(load):
    outcome = load(
        "服务用房面积,500199,城市,社区;区县,2023-01-01,不低于,,250,渝民发1号",
        "posts-by-band,,,,2023-01-01,at_least,常住户数,up to 2000: 4; above: 6,",
    )
    assert outcome.errors == []
    first, second = Standard.objects.order_by("indicator")
    assert (first.indicator, first.area, first.scope) == ("floor-area", "500199", "urban")
    assert first.levels == ["community", "county"]
    assert (second.area, second.scope, second.levels, second.base) == ("", "all", ["community"], "households")


def test_the_same_file_twice_changes_nothing(load):
    line = "floor-area,,,county;community,2023-01-01,at_least,,250,"
    load(line)
    again = load(line)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    changed = load(line.replace("250", "300"))
    assert (changed.created, changed.updated, changed.unchanged) == (0, 1, 0)


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        ("no-such,,,,2023-01-01,at_least,,250,", "指标", "invalid_choice"),
        ("floor-area,,,,2023-01-01,at_least,,二百五,", "标准值", "invalid_number"),
        ("floor-area,,,,2023-01-01,between,,250,", "标准值", "invalid_number"),
        ("floor-area,,,,2023-02-30,at_least,,250,", "施行日期", "invalid_date"),
        ("floor-area,,,village,2023-01-01,at_least,,250,", "判定层级", "invalid_choice"),
        ("floor-area,,,,2023-01-01,,,250,", "比较方式", "required"),
    ],
)
def test_refused(load, line, column, code):
    errors = load(line).errors
    assert [(error.row, error.column, error.code) for error in errors] == [(2, column, code)]
    assert not Standard.objects.exists()


def test_two_equally_specific_ones_are_refused(load):
    load("floor-area,500199,,community,2023-01-01,at_least,,250,")
    errors = load("floor-area,500199,,community;street,2024-01-01,at_least,,300,").errors
    assert {error.code for error in errors} == {"overlap"}


def test_a_successor_needs_the_end_of_its_predecessor(load):
    header = "indicator,started_on,ended_on,operator,limit\n"
    outcome = load(
        "floor-area,2023-01-01,2024-01-01,at_least,250", "floor-area,2024-01-01,,at_least,300", header=header
    )
    assert outcome.errors == []
    assert Standard.objects.open(on=datetime.date(2024, 1, 1)).get().limit == "300"
