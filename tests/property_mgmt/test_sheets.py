"""What a clerk's file of estates, companies, committees, fees and renewals does to the registers."""

import datetime
import io

import pytest

from communities.choices import Role
from communities.roles import sync_roles
from property_mgmt.models import (
    Committee,
    CommitteeEstate,
    CommitteeMember,
    Compound,
    FeeYear,
    PropertyCompany,
    Renewal,
)
from sheets.services import export_sheet, import_sheet
from tests.communities.offices import make_user
from tests.factories import COUNTY, make_area, make_community, make_company, make_compound
from tests.sheets.conftest import found, put  # noqa: F401

pytestmark = pytest.mark.django_db
COMMITTEE = ["社区编码", "委员会名称", "小区", "成立日期", "任期届满", "委员姓名", "委员职务"]
USCC = "91500199MA0000001X"


@pytest.fixture
def street():
    make_area("500199001", name="解放碑街道")
    return make_community("500199001001", name="新建路社区居民委员会", short_name="新建路社区")


@pytest.fixture
def next_door(street):
    return make_community("500199001002", name="和平路社区居民委员会", short_name="和平路社区")


def load(put, sheet, header, *rows, **options):  # noqa: F811
    return import_sheet(sheet, put(header, *rows), **options)


# -- estates and companies -------------------------------------------------------------------------------------------


def test_an_estate_names_its_company_by_name_or_code(put, street):  # noqa: F811
    company = make_company(name="安居物业")
    rows = [[street.code, "甲", "专业物业", "安居物业"], [street.code, "乙", "专业物业服务", company.uscc.lower()]]
    first = load(put, "compound", ["社区编码", "小区名称", "管理方式", "物业企业"], *rows)
    assert (first.created, first.errors) == (2, [])
    assert list(Compound.objects.values_list("company", flat=True)) == [company.pk] * 2
    assert load(put, "compound", ["社区编码", "小区名称", "管理方式", "物业企业"], *rows).unchanged == 2


def test_a_company_unknown_or_of_a_shared_name_is_told(put, street):  # noqa: F811
    make_company(name="安居物业")
    make_company(name="安居物业")
    make_company(name="外地物业", area="500198")
    header = ["社区编码", "小区名称", "物业企业"]
    outcome = load(
        put, "compound", header, *([street.code, f"小区{one}", one] for one in ("安居物业", "外地物业", "没有"))
    )
    assert found(outcome) == [
        (2, "物业企业", "ambiguous_name"), (3, "物业企业", "unknown_code"), (4, "物业企业", "unknown_code"),
    ]  # fmt: skip


def test_the_nearest_office_s_view_of_a_company_is_taken(put, street):  # noqa: F811
    everywhere = make_company(name="安居物业", area="", stars=5)
    ours = make_company(name="安居物业", area=COUNTY, uscc=everywhere.uscc, stars=2)
    outcome = load(put, "compound", ["社区编码", "小区名称", "物业企业"], [street.code, "甲", "安居物业"])
    assert outcome.errors == []
    assert Compound.objects.get().company == ours


def test_all_mistakes_of_an_estate_are_told_at_once(put, street):  # noqa: F811
    make_company(name="安居物业")
    header = ["社区编码", "小区名称", "管理方式", "户数", "物业企业", "合同到期"]
    rows = [
        [street.code, "甲", "别的", "-5", "", "去年"],
        [street.code, "乙", "无物业管理", "10", "安居物业", ""],
        ["500199001999", "丙", "", "", "", ""],
    ]
    outcome = load(put, "compound", header, *rows)
    assert found(outcome) == [
        (2, "管理方式", "invalid_choice"), (2, "户数", "out_of_range"), (2, "合同到期", "invalid_date"),
        (3, "管理方式", "mismatch"), (4, "社区编码", "unknown_code"),
    ]  # fmt: skip
    assert not Compound.objects.exists()


def test_a_company_number_with_a_wrong_check_digit_is_refused(put):  # noqa: F811
    outcome = load(put, "company", ["统一社会信用代码", "企业名称"], [USCC[:-1] + "A", "安居物业"], [USCC, "安居物业"])
    assert found(outcome) == [(2, "统一社会信用代码", "invalid_checksum")]
    assert "校验不通过" in outcome.errors[0].message
    assert not PropertyCompany.objects.exists()


def test_a_county_rates_the_companies_of_its_own_register(put):  # noqa: F811
    sync_roles()
    ours, theirs = (make_user(Role.COUNTY_REVIEWER, code) for code in (COUNTY, "500198"))
    header = ["统一社会信用代码", "企业名称", "星级"]
    assert load(put, "company", header, [USCC, "安居物业", 4], user=ours).created == 1
    assert load(put, "company", header, [USCC, "安居物业", 2], user=theirs).created == 1
    assert dict(PropertyCompany.objects.values_list("area", "stars")) == {COUNTY: 4, "500198": 2}
    assert PropertyCompany.objects.visible_to(ours).get().stars == 4
    clerk = make_user(Role.STREET_CLERK, f"{COUNTY}001")
    assert PropertyCompany.objects.visible_to(clerk).get().stars == 4
    foreign = load(put, "company", [*header, "评定区划"], [USCC, "安居物业", 1, "500198"], user=ours)
    assert found(foreign) == [(2, "评定区划", "foreign_territory")]


# -- committees ------------------------------------------------------------------------------------------------------


def test_a_committee_comes_with_its_members_and_estates(put, street):  # noqa: F811
    one, two = make_compound(street, name="甲"), make_compound(street, name="乙")
    rows = [
        [street.code, "联合业委会", "甲;乙", "2022-05-01", "2027-04-30", "赵一", "主任"],
        [street.code, "联合业委会", "甲;乙", "2022-05-01", "2027-04-30", "钱二", "委员"],
    ]
    first = load(put, "committee", COMMITTEE, *rows)
    assert (first.created, first.errors) == (2, [])
    committee = Committee.objects.get()
    assert list(committee.members.values_list("name", "role")) == [("赵一", "director"), ("钱二", "member")]
    estates = committee.estates.order_by("pk").values_list("compound", "started_on", "ended_on")
    assert list(estates) == [(each.pk, datetime.date(2022, 5, 1), None) for each in (one, two)]
    again = load(put, "committee", COMMITTEE, *rows)
    assert (again.created, again.updated, again.unchanged, again.errors) == (0, 0, 2, [])


def test_a_committee_without_known_members_is_one_row(put, street):  # noqa: F811
    make_compound(street, name="甲")
    row = [street.code, "甲业委会", "甲", "2022-05-01", "2027-04-30", "", ""]
    assert load(put, "committee", COMMITTEE, row).created == 1
    again = load(put, "committee", COMMITTEE, row)
    assert (again.unchanged, again.created) == (1, 0)
    row[4] = "2028-04-30"
    assert load(put, "committee", COMMITTEE, row).updated == 1


def test_estates_no_longer_named_leave_and_new_ones_join(put, street, next_door):  # noqa: F811
    make_compound(street, name="甲")
    make_compound(street, name="乙")
    other = make_compound(next_door, name="丙")
    row = [street.code, "联合业委会", "甲;乙", "2022-05-01", "2027-04-30", "", ""]
    load(put, "committee", COMMITTEE, row)
    row[2] = "甲;和平路社区/丙"
    outcome = load(put, "committee", COMMITTEE, row)
    assert (outcome.updated, outcome.errors) == (1, [])
    current = CommitteeEstate.objects.filter(ended_on=None).values_list("compound__name", flat=True)
    assert set(current) == {"甲", "丙"}
    assert (
        Committee.objects.in_term(on=datetime.date(2023, 1, 1)).inside(next_door.code).get().compounds.contains(other)
    )
    assert load(put, "committee", COMMITTEE, row).unchanged == 1


def test_what_is_exported_of_a_joint_committee_comes_back_unchanged(put, street, next_door, tmp_path):  # noqa: F811
    make_compound(street, name="甲")
    make_compound(next_door, name="丙")
    load(put, "committee", COMMITTEE, [street.code, "联合", "甲;和平路社区/丙", "2022-05-01", "2027-04-30", "赵一", ""])
    sync_roles()
    clerk = make_user(Role.COMMUNITY_CLERK, street.code)
    out = io.BytesIO()
    assert export_sheet("committee", out=out, user=clerk) == 1
    (tmp_path / "out.xlsx").write_bytes(out.getvalue())
    outcome = import_sheet("committee", tmp_path / "out.xlsx", user=clerk)
    assert (outcome.unchanged, outcome.errors) == (1, [])


def test_a_joint_committee_across_streets_is_refused(put, street):  # noqa: F811
    make_compound(street, name="甲")
    beyond = make_community("500199002001", name="南岸社区居民委员会", short_name="南岸社区")
    make_compound(beyond, name="丁")
    outcome = load(put, "committee", COMMITTEE, [street.code, "联合", "甲;南岸社区/丁", "2022-05-01", "", "", ""])
    assert found(outcome) == [(2, "小区", "conflict")]
    assert "不能跨街道联合组建" in outcome.errors[0].message
    assert not Committee.objects.exists()


def test_what_cannot_be_said_of_a_committee(put, street):  # noqa: F811
    for name in "甲乙丙":
        make_compound(street, name=name)
    load(put, "committee", COMMITTEE, [street.code, "甲业委会", "甲", "2022-05-01", "2027-04-30", "", ""])
    rows = [
        [street.code, "一", "没有", "2022-05-01", "", "", ""],
        [street.code, "二", "甲", "2023-05-01", "", "", ""],
        [street.code, "三", "乙", "2022-05-01", "2021-01-01", "", ""],
        [street.code, "四", "", "2022-05-01", "", "", ""],
        [street.code, "五", "丙", "2022-05-01", "", "", "主任"],
        [street.code, "六", "丙", "2022-05-01", "", "", ""],
    ]
    assert found(load(put, "committee", COMMITTEE, *rows)) == [
        (2, "小区", "unknown_code"), (3, "小区", "overlap"), (4, "任期届满", "order"), (5, "小区", "required"),
        (6, "委员姓名", "required"), (7, "小区", "overlap"),
    ]  # fmt: skip
    assert Committee.objects.count() == 1


def test_an_ended_committee_makes_room(put, street):  # noqa: F811
    make_compound(street, name="甲")
    header = [*COMMITTEE, "终止日期"]
    old = [street.code, "第一届", "甲", "2017-05-01", "2022-04-30", "", "", ""]
    load(put, "committee", header, old)
    old[-1] = "2022-04-30"
    new = [street.code, "第二届", "甲", "2022-05-01", "2027-04-30", "", "", ""]
    outcome = load(put, "committee", header, old, new)
    assert (outcome.created, outcome.updated, outcome.errors) == (1, 1, [])
    ends = dict(CommitteeEstate.objects.values_list("committee__name", "ended_on"))
    assert ends == {"第一届": datetime.date(2022, 4, 30), "第二届": None}


def test_an_estate_beyond_reach_is_not_told_of(put, street, next_door):  # noqa: F811
    make_compound(street, name="甲")
    make_compound(next_door, name="丙")
    sync_roles()
    clerk = make_user(Role.COMMUNITY_CLERK, street.code)
    messages = []
    for name in ("和平路社区/丙", "和平路社区/没有"):
        row = [street.code, "联合", f"甲;{name}", "2022-05-01", "", "", ""]
        outcome = load(put, "committee", COMMITTEE, row, user=clerk)
        assert found(outcome) == [(2, "小区", "unknown_code")]
        messages.append(outcome.errors[0].message.replace(name, ""))
    assert messages[0] == messages[1]


# -- fees and renewals -----------------------------------------------------------------------------------------------


def test_more_received_than_due_is_said_not_refused(put, street):  # noqa: F811
    make_compound(street, name="甲")
    header = ["社区编码", "小区名称", "年度", "当年应收(元)", "实收当年(元)"]
    outcome = load(put, "feeyear", header, [street.code, "甲", "2023年度", "100", "120"])
    assert (outcome.created, outcome.errors) == (1, [])
    assert "大于当年应收" in outcome.notes[0]
    assert FeeYear.objects.get().is_above_due
    assert load(put, "feeyear", header, [street.code, "甲", "2023", "100", "120"]).notes == []


def test_fees_of_an_unknown_estate_are_refused(put, street, next_door):  # noqa: F811
    make_compound(next_door, name="甲")
    outcome = load(
        put, "feeyear", ["社区编码", "小区名称", "年度"], [street.code, "甲", "2023"], [street.code, "", "2023"]
    )
    assert found(outcome) == [(2, "小区名称", "unknown_code"), (3, "小区名称", "required")]


def test_a_finished_renewal_says_when(put, street):  # noqa: F811
    make_compound(street, name="甲")
    header = ["社区编码", "小区名称", "计划年度", "改造状态", "开工日期", "完工日期", "改造类别"]
    rows = [
        [street.code, "甲", "2023", "已完工", "2023-03-01", "", ""],
        [street.code, "甲", "2024", "改造中", "2024-03-01", "2024-01-01", ""],
    ]
    assert found(load(put, "renewal", header, *rows)) == [(2, "完工日期", "required"), (3, "完工日期", "order")]
    rows[0][5], rows[1][5], rows[1][6] = "2023-11-30", "", "基础类、提升类"
    assert load(put, "renewal", header, *rows).created == 2
    assert Renewal.objects.get(year=2024).parts == ["basic", "raised"]
    assert CommitteeMember.objects.count() == 0
