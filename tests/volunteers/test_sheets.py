"""Exports of two platforms on their way in: whom a row means, what is refused; nobody becomes one in silence."""

import datetime

import openpyxl
import pytest
from django.utils import timezone

from communities.choices import Role
from communities.roles import sync_roles
from sheets.services import import_sheet
from tests.communities.offices import make_user
from tests.factories import (
    COUNTY,
    make_activity,
    make_area,
    make_community,
    make_participation,
    make_team,
    make_volunteer,
)
from tests.people import id_number
from tests.sheets.conftest import found, put  # noqa: F401
from volunteers.likeness import count_pairs
from volunteers.models import Activity, Participation, Team, Volunteer

pytestmark = pytest.mark.django_db
STREET = f"{COUNTY}001"


@pytest.fixture
def place():
    make_area(COUNTY)
    make_area(STREET)
    return make_community(street=STREET)


@pytest.fixture
def load(put):  # noqa: F811
    def run(name, *rows, **options):
        header = list(dict.fromkeys(key for row in rows for key in row))
        return import_sheet(name, put(header, *([row.get(key, "") for key in header] for row in rows)), **options)

    return run


def row(place, **kw):
    return {"来源平台": "志愿汇", "平台编号": "Z1", "姓名": "钱多", "社区编码": place.code, **kw}


def by_hand(place, **kw):
    return {"身份证号": id_number(1), "姓名": "钱多", "社区编码": place.code, **kw}


def test_two_platforms_are_two_registrations_and_the_outcome_says_so(place, load):
    number = {"身份证号": id_number(1)}
    assert load("volunteer", row(place, **number)).applied
    outcome = load("volunteer", row(place, 来源平台="i志愿", **number))
    assert (outcome.created, outcome.errors) == (1, [])
    assert outcome.notes == ["现有1对疑似同一人的志愿者,请到“志愿者”的“疑似重复”页核对。"]
    assert Volunteer.objects.filter(same_as=None).count() == 2


def test_an_export_with_masked_numbers_finds_its_rows_again(place, load):
    assert load("volunteer", row(place, 身份证号=id_number(1), 手机号="13812345678")).applied
    masked = {"身份证号": "5001************11", "手机号": "138****5678"}
    outcome = load("volunteer", row(place, **masked), row(place, 平台编号="Z2", **masked))
    assert (outcome.created, outcome.unchanged, outcome.errors) == (1, 1, [])
    kept, new = Volunteer.objects.order_by("platform_no")
    assert (kept.id_number, kept.phone) == (id_number(1), "13812345678")
    assert (new.id_number, new.phone) == ("", "")


def test_who_is_entered_by_hand_gets_a_number_and_is_found_by_identity_number(place, load):
    assert load("volunteer", by_hand(place)).created == 1
    volunteer = Volunteer.objects.get()
    assert (volunteer.platform, volunteer.platform_no) == ("", f"ZY{volunteer.pk:08}")
    assert volunteer.born_on == datetime.date(1987, 3, 4)
    outcome = load("volunteer", by_hand(place, 特长="理发"))
    assert (outcome.created, outcome.updated) == (0, 1)
    assert load("volunteer", {"平台编号": volunteer.platform_no, "姓名": "钱多"}).unchanged == 1


def test_a_number_without_a_platform_is_one_of_ours(place, load):
    assert found(load("volunteer", row(place, 来源平台=""))) == [(2, "平台编号", "unknown_code")]


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"平台编号": ""}, "平台编号", "required"),
        ({"平台编号": "", "身份证号": "5001************11"}, "平台编号", "required"),
        ({"姓名": ""}, "姓名", "required"),
        ({"社区编码": ""}, "社区编码", "required"),
        ({"社区编码": "510199001001"}, "社区编码", "unknown_code"),
        ({"身份证号": "500199198703040012"}, "身份证号", "invalid_checksum"),
        ({"手机号": "1381234"}, "手机号", "invalid_number"),
        ({"出生日期": "2090-01-01"}, "出生日期", "out_of_range"),
        ({"出生日期": "2020-01-01"}, "监护人同意日期", "required"),
        ({"出生日期": "2008-01-02", "注册日期": "2026-01-01"}, "监护人同意日期", "required"),
        ({"出生日期": "2020-01-01", "监护人同意日期": "2090-01-01"}, "监护人同意日期", "out_of_range"),
        ({"双报到": "是", "政治面貌": "群众"}, "政治面貌", "conflict"),
        ({"志愿服务队": "没有这支队"}, "志愿服务队", "unknown_code"),
        ({"注册日期": "2024-01-02", "退出日期": "2024-01-01"}, "退出日期", "order"),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(place, load, cells, column, code):
    blank = dict.fromkeys(["身份证号", "出生日期", "监护人同意日期"], "")
    outcome = load("volunteer", {**blank, **row(place, **cells)})
    assert found(outcome) == [(2, column, code)]
    assert not Volunteer.objects.exists()


def test_the_mistakes_of_all_rows_at_once_and_nothing_half_applied(place, load):
    rows = [row(place), row(place, 平台编号="Z2", 姓名=""), row(place, 平台编号="Z3", 出生日期="2090-01-01")]
    assert found(load("volunteer", *rows)) == [(3, "姓名", "required"), (4, "出生日期", "out_of_range")]
    assert not Volunteer.objects.exists()


def test_somebody_registered_elsewhere_is_not_taken_and_not_named(place, load):
    sync_roles()
    other = make_community(street="500198001")
    make_volunteer(other, platform="志愿汇", platform_no="Z1", name="机密")
    make_volunteer(other, platform="", platform_no="ZY1", id_number=id_number(1))
    clerk = make_user(Role.STREET_CLERK, STREET)
    outcome = load("volunteer", row(place), user=clerk)
    assert found(outcome) == [(2, "平台编号", "registered_elsewhere")]
    assert "机密" not in outcome.errors[0].message
    assert found(load("volunteer", by_hand(place), user=clerk)) == [(2, "身份证号", "registered_elsewhere")]


def test_a_volunteer_joins_a_team_by_name_that_of_the_platform_first(place, load):
    make_team(place, name="助老队", platform="i志愿")
    team = make_team(place, name="助老队", platform="志愿汇")
    assert load("volunteer", row(place, 志愿服务队="助老队")).applied
    assert Volunteer.objects.get().team == team
    assert load("volunteer", row(place, 志愿服务队="助老队")).unchanged == 1


def test_a_team_of_two_platforms_is_two_rows_and_without_a_platform_the_only_one(place, load):
    team = {"社区编码": place.code, "队伍名称": "助老队"}
    assert load("team", team | {"来源平台": "志愿汇"}).created == 1
    assert load("team", team | {"队伍类别": "助老"}).updated == 1
    outcome = load("team", team | {"来源平台": "i志愿"})
    assert (outcome.created, len(outcome.notes)) == (1, 1)
    assert set(Team.objects.values_list("platform", "kind")) == {("志愿汇", "elderly"), ("i志愿", "")}
    assert count_pairs(Team, None) == 1


# -- hours --------------------------------------------------------------------------------------------------------


def served(place, **kw):
    return {
        "社区编码": place.code, "活动名称": "清洁家园", "开始时间": "2024-05-01 09:00", "结束时间": "2024-05-01 11:00",
        "来源平台": "志愿汇", "平台编号": "Z1", "姓名": "钱多", "服务时长": "2", **kw,
    }  # fmt: skip


@pytest.fixture
def volunteer(place):
    return make_volunteer(place, name="钱多", platform_no="Z1", id_number=id_number(1))


def test_hours_make_the_activity_once_and_each_participation(place, load, volunteer):
    make_volunteer(place, name="孙少", platform_no="Z2")
    rows = [
        served(place, 服务时长="1.5"),
        served(place, 平台编号="Z2", 姓名="孙少", 结束时间="", 核实人="", 核实时间=""),
    ]
    outcome = load("hours", *rows)
    assert (outcome.created, outcome.errors) == (2, [])
    activity = Activity.objects.get()
    begins = timezone.localtime(activity.starts_at)
    assert (begins.hour, timezone.localtime(activity.ends_at).hour) == (9, 11)
    assert {(row.name, row.hours, row.ends_at) for row in Participation.objects.all()} == {
        ("钱多", 1.5, activity.ends_at),
        ("孙少", 2, activity.ends_at),
    }
    assert load("hours", *rows).unchanged == 2


def test_hours_by_identity_number(place, load, volunteer):
    rest = {"来源平台": "", "平台编号": "", "身份证号": id_number(1)}
    assert load("hours", served(place, **rest)).created == 1


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"服务时长": "2.01"}, "服务时长", "out_of_range"),
        ({"服务时长": "0"}, "服务时长", "out_of_range"),
        ({"服务时长": "-1"}, "服务时长", "out_of_range"),
        ({"服务时长": "两小时"}, "服务时长", "invalid_number"),
        ({"服务时长": ""}, "服务时长", "required"),
        ({"结束时间": "2024-05-01 08:00"}, "结束时间", "order"),
        ({"结束时间": ""}, "结束时间", "required"),
        ({"开始时间": "2024-05-01"}, "开始时间", "invalid_date"),
        ({"开始时间": "2024-05-01 25:00"}, "开始时间", "invalid_date"),
        ({"平台编号": "Z9"}, "平台编号", "unknown_code"),
        ({"平台编号": ""}, "平台编号", "required"),
        ({"姓名": "孙少"}, "姓名", "mismatch"),
        ({"身份证号": id_number(3)}, "身份证号", "mismatch"),
        ({"核实人": "钱多", "核实时间": "2024-05-02"}, "核实人", "conflict"),
        ({"核实人": "孙少"}, "核实时间", "required"),
        ({"志愿服务队": "没有这支队"}, "志愿服务队", "unknown_code"),
    ],
)
def test_bad_hours_are_told_at_their_cell(place, load, volunteer, cells, column, code):
    outcome = load("hours", {"核实人": "", "核实时间": "", **served(place, **cells)})
    assert (2, column, code) in found(outcome)
    assert {one for one in found(outcome) if one[1] != column} <= {(2, "服务时长", "out_of_range")}
    assert not Activity.objects.exists()
    assert not Participation.objects.exists()


def test_nobody_serves_at_two_places_at_once(place, load, volunteer):
    meanwhile = {"活动名称": "义诊", "开始时间": "2024-05-01 10:00", "结束时间": "2024-05-01 12:00"}
    assert found(load("hours", served(place), served(place, **meanwhile))) == [(3, "开始时间", "overlap")]
    assert load("hours", served(place)).applied
    assert found(load("hours", served(place, **meanwhile))) == [(2, "开始时间", "overlap")]


def test_hours_of_one_person_on_two_platforms_at_once_are_taken_and_told(place, load, volunteer):
    make_volunteer(place, name=volunteer.name, platform="i志愿", platform_no="9", same_as=volunteer)
    first, second = served(place), served(place, 活动名称="另一处", 来源平台="i志愿", 平台编号="9")
    assert load("hours", first).notes == []
    outcome = load("hours", first, second)
    assert (outcome.created, outcome.errors) == (1, [])
    assert outcome.notes == [
        f"第3行:{volunteer.name}在{volunteer.platform}的登记同一时间也有服务记录,已照填写导入,请核对哪一条属实。"
    ]
    assert Participation.objects.doubled().count() == 2


def test_an_activity_that_is_made_shorter_than_its_hours_is_refused(place, load, volunteer):
    assert load("hours", served(place)).applied
    outcome = load("hours", served(place, 结束时间="2024-05-01 10:00"))
    assert found(outcome) == [(2, "服务时长", "out_of_range")]


def test_verified_hours_are_not_changed_by_a_file(place, load, volunteer):
    verified = {"核实人": "孙少", "核实时间": "2024-05-02"}
    assert load("hours", served(place, **verified)).applied
    assert load("hours", served(place)).unchanged == 1
    assert found(load("hours", served(place, 服务时长="1"))) == [(2, "服务时长", "conflict")]


def test_times_from_a_real_workbook_keep_their_hour(place, volunteer, tmp_path):
    cells = served(place) | {
        "开始时间": datetime.datetime(2024, 5, 1, 9, 30), "结束时间": datetime.datetime(2024, 5, 1, 11, 30),  # noqa: DTZ001
    }  # fmt: skip
    book = openpyxl.Workbook()
    book.active.append(list(cells))
    book.active.append(list(cells.values()))
    book.save(tmp_path / "hours.xlsx")
    assert import_sheet("hours", tmp_path / "hours.xlsx").applied
    begins = timezone.localtime(Activity.objects.get().starts_at)
    assert (begins.hour, begins.minute) == (9, 30)


def test_hours_of_another_file_of_the_same_activity_stay(place, load, volunteer):
    activity = make_activity(place, datetime.date(2024, 5, 1), title="清洁家园")
    other = make_participation(activity)
    assert load("hours", served(place, 结束时间="2024-05-01 12:00")).applied
    other.refresh_from_db()
    assert timezone.localtime(other.ends_at).hour == 12
