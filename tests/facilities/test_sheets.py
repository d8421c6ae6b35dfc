"""What a clerk's file of premises, projects, idle assets and services does to the registers."""

from datetime import date
from decimal import Decimal

import pytest

from facilities.models import BuildProject, Facility, IdleAsset, PublicService
from sheets.services import import_sheet
from tests.factories import make_area, make_community, make_facility
from tests.sheets.conftest import found, put  # noqa: F401

pytestmark = pytest.mark.django_db
HEADER = ["社区编码", "设施名称", "设施类型", "建筑面积(㎡)", "启用日期"]


@pytest.fixture
def road():
    make_area("500199001", name="解放碑街道")
    return make_community("500199001001", name="新建路社区居民委员会")


def load(put, *rows, header=HEADER, sheet="facility", **options):  # noqa: F811
    return import_sheet(sheet, put(header, *rows), **options)


def test_old_names_of_premises_are_understood_and_the_same_file_changes_nothing(put, road):  # noqa: F811
    rows = [[road.code, "村部", "社区服务站", "３２０.5", "2020.05"], [road.code, "食堂", "助餐点", "", "2021年3月1日"]]
    first = load(put, *rows)
    assert (first.created, first.errors) == (2, [])
    centre = Facility.objects.get(name="村部")
    assert (centre.kind, centre.area, centre.opened_on, centre.month_only) == (
        "service_center", Decimal("320.50"), date(2020, 5, 1), ["opened_on"],
    )  # fmt: skip
    assert Facility.objects.get(name="食堂").area is None
    assert load(put, *rows).unchanged == 2


def test_a_room_finds_its_house_in_the_register_or_in_the_same_file(put, road):  # noqa: F811
    make_facility(road, name="老楼")
    header = [*HEADER, "所属设施"]
    rows = [
        [road.code, "图书室", "图书室", 40, "2020-01-01", "新楼"],
        [road.code, "新楼", "党群服务中心", 400, "2020-01-01", ""],
        [road.code, "警务室", "警务室", 20, "2020-01-01", "老楼"],
    ]
    assert load(put, *rows, header=header).created == 3
    within = dict(Facility.objects.exclude(within=None).values_list("name", "within__name"))
    assert within == {"图书室": "新楼", "警务室": "老楼"}


def test_a_room_of_nowhere_of_itself_or_in_a_ring_is_refused(put, road):  # noqa: F811
    rows = [
        [road.code, "甲", "图书室", 40, "2020-01-01", "没有的楼"],
        [road.code, "乙", "图书室", 40, "2020-01-01", "乙"],
        [road.code, "丙", "图书室", 40, "2020-01-01", "丁"],
        [road.code, "丁", "图书室", 40, "2020-01-01", "丙"],
    ]
    outcome = load(put, *rows, header=[*HEADER, "所属设施"])
    assert found(outcome) == [
        (2, "所属设施", "unknown_code"),
        (3, "所属设施", "conflict"),
        (4, "所属设施", "conflict"),
        (5, "所属设施", "conflict"),
    ]
    assert not Facility.objects.exists()


def test_what_the_database_would_refuse_is_told_by_row_and_column(put, road):  # noqa: F811
    header = [*HEADER, "办公面积(㎡)", "状态", "停用日期", "共用社区"]
    rows = [
        [road.code, "一", "图书室", 40, "2020-01-01", 41, "", "", ""],
        [road.code, "二", "图书室", -1, "2020-01-01", "", "", "", ""],
        [road.code, "三", "图书室", 40, "", "", "在用", "", ""],
        [road.code, "四", "图书室", 40, "2020-01-01", "", "拆除", "", ""],
        [road.code, "五", "图书室", 40, "2020-01-01", "", "", "2019-01-01", ""],
        [road.code, "六", "图书室", 40, "2020-01-01", "", "", "", road.code],
        [road.code, "七", "图书室", 40, "2020-01-01", "", "", "", "500199001999"],
        [road.code, "八", "图书室", 40, "2020-01-01", "", "", "", "解放"],
        [road.code, "一", "图书室", 40, "2020-01-01", "", "", "", ""],
    ]
    assert found(load(put, *rows, header=header)) == [
        (2, "办公面积(㎡)", "out_of_range"),
        (3, "建筑面积(㎡)", "out_of_range"),
        (4, "启用日期", "required"),
        (5, "停用日期", "required"),
        (6, "停用日期", "order"),
        (7, "计入面积(㎡)", "required"),
        (8, "共用社区", "unknown_code"),
        (8, "计入面积(㎡)", "required"),
        (9, "共用社区", "unknown_code"),
        (10, "社区编码", "duplicate_in_file"),
    ]


def test_coordinates_the_wrong_way_round_are_told(put, road):  # noqa: F811
    header = [*HEADER, "经度", "纬度"]
    outcome = load(put, [road.code, "甲", "图书室", 40, "2020-01-01", "29.557681", "106.573911"], header=header)
    assert found(outcome) == [(2, "经度", "out_of_range"), (2, "纬度", "out_of_range")]
    assert "是否与纬度填反" in str(outcome.errors[0].message)


def test_shares_of_one_building_never_exceed_it(put, road):  # noqa: F811
    other = make_community("500199001002")
    make_facility(other, name="共享大楼", area=500, counted_area=300, shared_with=[road.code])
    header = [*HEADER, "计入面积(㎡)", "共用社区"]
    row = [road.code, "共享大楼", "党群服务中心", 500, "2020-01-01", 201, other.code]
    assert found(load(put, row, header=header)) == [(2, "计入面积(㎡)", "out_of_range")]
    assert load(put, [*row[:5], 200, other.code], header=header).created == 1


def test_projects_with_money_in_wan_and_idle_assets(put, road):  # noqa: F811
    header = ["社区编码", "项目名称", "建设性质", "市级资金(万元)", "开工日期", "完工日期"]
    outcome = load(put, [road.code, "社区用房", "扩建", "12.5", "2023-01", "2022-01"], header=header, sheet="project")
    assert found(outcome) == [(2, "完工日期", "order")]
    assert (
        load(put, [road.code, "社区用房", "扩建", "12.5", "2023-01", ""], header=header, sheet="project").created == 1
    )
    assert BuildProject.objects.get().city == 125_000
    header = ["社区编码", "资产名称", "资产类别", "面积(㎡)", "产权有争议"]
    assert load(put, [road.code, "老厂房", "厂房", 900, "√"], header=header, sheet="idle").created == 1
    assert IdleAsset.objects.get().is_disputed is True


def test_services_belong_to_a_known_area_or_community(put, road):  # noqa: F811
    header = ["区划编码", "事项名称", "类别", "承诺时限(工作日)", "网办入口"]
    good = ["500199001", "高龄津贴申请", "养老服务", 5, ""]
    rows = [
        good,
        ["500199001", "低保申请", "社会救助", -1, ""],
        ["9", "甲", "其他", 1, ""],
        ["510000", "乙", "其他", 1, ""],
        [road.code, "丙", "其他", 1, "javascript:alert(1)"],
    ]
    outcome = load(put, *rows, header=header, sheet="service")
    assert found(outcome) == [
        (3, "承诺时限(工作日)", "out_of_range"),
        (4, "区划编码", "invalid_number"),
        (5, "区划编码", "unknown_code"),
        (6, "网办入口", "constraint"),
    ]
    assert load(put, good, header=header, sheet="service").created == 1
    assert PublicService.objects.get().area == "500199001"
