"""Sheets of grids, duties and buildings: numbers are given, the same file twice changes nothing, mistakes are told."""

import pytest
from django.utils import timezone

from communities.choices import Role
from communities.roles import sync_roles
from grids.models import Building, Covering, Grid, GridDuty
from sheets.services import export_sheet, import_sheet
from tests.factories import (
    COUNTY,
    make_building,
    make_community,
    make_compound,
    make_duty,
    make_grid,
    make_worker,
)
from tests.sheets.conftest import found
from tests.world import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_community(f"{COUNTY}001001", name="新建路社区居民委员会")


@pytest.fixture
def other():
    return make_community(f"{COUNTY}001002", name="和平路社区居民委员会")


def load(put, name, header, *rows, **options):
    return import_sheet(name, put(header.split(), *rows), **options)


def test_grids_get_their_numbers_in_the_order_of_the_file(place, other, put):
    rows = [
        [place.code, "第一网格", "", 300],
        [place.code, "一号楼", "第一网格", 30],
        [other.code, "第一网格", "", 310],
        [place.code, "第二网格", "", 320],
        [place.code, "二号楼", "第一网格", 40],
        [other.code, "一号楼", "第一网格", 50],
    ]
    first = load(put, "grid", "社区编码 网格名称 上级网格 户数", *rows)
    assert (first.created, first.errors) == (6, [])
    a, b = place.code, other.code
    told = Grid.objects.values_list("code", "name", "parent__code")
    assert set(told) == {
        (f"{a}001", "第一网格", None), (f"{a}002", "第二网格", None), (f"{b}001", "第一网格", None),
        (f"{a}00101", "一号楼", f"{a}001"), (f"{a}00102", "二号楼", f"{a}001"), (f"{b}00101", "一号楼", f"{b}001"),
    }  # fmt: skip
    again = load(put, "grid", "社区编码 网格名称 上级网格 户数", *rows)
    assert (again.created, again.updated, again.unchanged, again.errors) == (0, 0, 6, [])
    more = load(put, "grid", "社区编码 网格名称 上级网格 户数", *rows, [place.code, "第三网格", "", 1])
    assert (more.created, more.unchanged) == (1, 6)
    assert Grid.objects.get(name="第三网格").code == f"{a}003"


def test_a_number_of_ones_own_is_taken_and_the_next_follows(place, put):
    code = f"{place.code}007"
    outcome = load(put, "grid", "网格编码 社区编码 网格名称", [code, "", "甲"], ["", place.code, "乙"])
    assert outcome.errors == []
    assert list(Grid.objects.values_list("code", "name")) == [(code, "甲"), (f"{place.code}008", "乙")]
    renamed = load(put, "grid", "网格编码 网格名称", [code, "丙"])
    assert (renamed.updated, Grid.objects.get(code=code).name) == (1, "丙")


def test_mistakes_of_grids_are_told_all_at_once(place, other, put):
    parent, foreign = make_grid(place, name="甲"), make_grid(other, name="乙")
    micro = make_grid(parent=parent)
    a, b = place.code, other.code
    outcome = load(
        put,
        "grid",
        "网格编码 社区编码 网格名称 上级网格 起始日期 撤销日期",
        [f"{a}009", a, "一", "", "", ""],
        [f"{a}009", a, "二", "", "", ""],
        [f"{b}010", a, "三", "", "", ""],
        ["", a, "四", foreign.code, "", ""],
        ["", a, "五", micro.code, "", ""],
        ["", a, "六", "没有的网格", "", ""],
        ["", a, "", "", "", ""],
        ["1234", a, "七", "", "", ""],
        [parent.code, b, "甲", "", "", ""],
        ["", a, "八", "", "2024-05-01", "2024-04-01"],
        [f"{a}01", a, "九", "", "", ""],
        ["", "", "十", "", "", ""],
    )
    assert found(outcome) == [
        (3, "网格编码", "duplicate_in_file"),
        (4, "网格编码", "mismatch"),
        (5, "上级网格", "conflict"),
        (6, "上级网格", "conflict"),
        (7, "上级网格", "unknown_code"),
        (8, "网格名称", "required"),
        (9, "网格编码", "constraint"),
        (10, "社区编码", "mismatch"),
        (11, "终止日期", "order"),
        (12, "网格编码", "constraint"),
        (13, "社区编码", "required"),
    ]
    assert Grid.objects.count() == 3


def test_a_roster_names_grids_by_name_and_links_staff(place, other, put):
    make_grid(place, name="第一网格")
    make_grid(other, name="第一网格")
    worker = make_worker(place, name="赵小红")
    header = "网格编码 社区名称 姓名 职责 手机号 人员编号 任职日期"
    row = ["第一网格", "新建路社区", "赵小红", "专职网格员", "13812345678", worker.staff_no, "2024-01-01"]
    assert load(put, "gridduty", header, row).created == 1
    duty = GridDuty.objects.get()
    assert (duty.worker, duty.grid.community, duty.phone) == (worker, place, "13812345678")
    masked = load(put, "gridduty", header, [*row[:4], "138****5678", *row[5:]])
    assert (masked.unchanged, masked.errors) == (1, [])
    outcome = load(
        put,
        "gridduty",
        header,
        ["第一网格", "", "钱一", "网格长", "", "", "2024-01-01"],
        ["第九网格", "", "钱二", "网格长", "", "", "2024-01-01"],
        ["第一网格", "新建路社区", "钱三", "网格长", "138****0000", "", "2024-01-01"],
        ["第一网格", "新建路社区", "钱四", "网格长", "", worker.staff_no, "2024-01-01"],
        ["第一网格", "新建路社区", "赵小红", "专职网格员", "", "", "2024-06-01"],
        ["第一网格", "新建路社区", "钱五", "厨师", "", f"{COUNTY}999999", "2024-01-01"],
    )
    assert found(outcome) == [
        (2, "网格编码", "ambiguous_name"),
        (3, "网格编码", "unknown_code"),
        (4, "手机号", "required"),
        (5, "人员编号", "mismatch"),
        (6, "任职日期", "overlap"),
        (7, "职责", "invalid_choice"),
        (7, "人员编号", "unknown_code"),
    ]


def test_buildings_stay_in_their_community(place, other, put):
    here, there = make_grid(place, name="甲"), make_grid(other, name="乙")
    make_compound(place, name="锦绣小区")
    header = "社区编码 小区名称 楼栋号 户数 网格编码"
    good = [[place.code, "锦绣小区", "1栋", 60, here.code], [place.code, "锦绣小区", "2栋", 60, "甲"]]
    assert load(put, "building", header, *good).created == 2
    assert load(put, "building", header, *good).unchanged == 2
    assert set(Building.objects.values_list("grid__name", flat=True)) == {"甲"}
    outcome = load(
        put,
        "building",
        header,
        [place.code, "锦绣小区", "3栋", -1, here.code],
        [place.code, "锦绣小区", "4栋", 60, there.code],
        [place.code, "没有的小区", "5栋", 60, ""],
        [place.code, "锦绣小区", "6栋", 60, "510199001001001"],
    )
    assert found(outcome) == [
        (2, "户数", "out_of_range"),
        (3, "网格编码", "conflict"),
        (4, "小区名称", "unknown_code"),
        (5, "网格编码", "unknown_code"),
    ]
    covering = load(put, "covering", "社区编码 小区名称 网格编码", [place.code, "锦绣小区", there.code])
    assert found(covering) == [(2, "网格编码", "conflict")]
    assert not Covering.objects.exists()


def test_what_is_wrong_already_comes_back_unchanged(place, other, put, tmp_path):
    """A misnumbered grid, a micro-grid elsewhere, a building elsewhere: an export can be read in again."""
    grid = make_grid(place, code=f"{other.code}009", name="")
    make_grid(other, parent=grid)
    make_building(make_compound(other), grid=grid)
    make_duty(grid)
    for name in ("grid", "building", "gridduty"):
        path = tmp_path / f"{name}.xlsx"
        with path.open("wb") as out:
            rows = export_sheet(name, out=out)
        outcome = import_sheet(name, path)
        assert (outcome.unchanged, outcome.errors) == (rows, []), name


def test_nothing_is_told_of_other_territories(place, put):
    sync_roles()
    clerk = make_account(Role.STREET_CLERK, area=f"{COUNTY}001")
    far = make_community("510199001001")
    theirs = make_grid(far, name="远方网格")
    elsewhere = make_grid(place, code=f"{far.code}055")
    worker = make_worker(far, name="钱一")
    outcome = load(put, "grid", "网格编码 社区编码 网格名称", [theirs.code, place.code, "甲"], user=clerk)
    assert found(outcome) == [(2, "网格编码", "foreign_territory")]
    header = "网格编码 姓名 职责 人员编号 任职日期"
    rows = [
        [theirs.code, "甲", "网格长", "", "2024-01-01"],
        ["远方网格", "甲", "网格长", "", "2024-01-01"],
        [elsewhere.code, "钱一", "网格长", worker.staff_no, "2024-01-01"],
    ]
    assert found(load(put, "gridduty", header, *rows, user=clerk)) == [
        (2, "网格编码", "foreign_territory"),
        (3, "网格编码", "unknown_code"),
        (4, "人员编号", "unknown_code"),
    ]


def test_counts_of_a_month_to_come_are_refused(place, put):
    next_year = f"{timezone.localdate().year + 1}-01"
    header = "社区编码 月份 流向 事件类别 上报件数 办结件数"
    outcome = load(put, "eventcount", header, [place.code, next_year, "自下而上", "其他", 3, -1])
    assert found(outcome) == [(2, "月份", "out_of_range"), (2, "办结件数", "out_of_range")]
