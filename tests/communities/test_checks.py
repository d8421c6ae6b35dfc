"""What is looked at before a submission: each check finds its case and names both sides and the difference."""

import datetime
from datetime import date
from decimal import Decimal

import pytest

from communities.models import Community, ReportingPeriod
from communities.submissions import checks, groups
from communities.submissions.checks import run_checks
from communities.submissions.choices import Rhythm, Severity
from facilities.models import Facility
from tests.communities.offices import LAST, STREET
from tests.factories import (
    make_committee,
    make_community,
    make_compound,
    make_facility,
    make_fee_year,
    make_fund,
    make_headcount,
    make_nil,
    make_posts,
    make_spell,
)

pytestmark = pytest.mark.django_db

JUNE, AUGUST = date(2026, 6, 30), date(2026, 8, 15)
COMPLETE = {"born_on": date(1990, 1, 1), "education": "college", "politics": "party"}


@pytest.fixture
def quarter():
    return ReportingPeriod.objects.create(kind=Rhythm.QUARTER, started_on=date(2026, 7, 1), due_on=date(2026, 10, 10))


@pytest.fixture
def year():
    return ReportingPeriod.objects.create(kind=Rhythm.YEAR, started_on=date(2026, 1, 1), due_on=date(2027, 1, 10))


@pytest.fixture
def east():
    return make_community(street=STREET)


def told(group, period, community):
    """{slug: sentence} of what is found in one community."""
    asked = Community.objects.filter(pk=community.pk)
    return {found.check: found.sentence for found in run_checks(communities=asked, group=group, period=period)}


def severity(slug):
    return next(one.severity for group in groups.every() for one in checks.checks_of(group.slug) if one.slug == slug)


# People and households


def test_a_good_count_is_silent(quarter, east):
    make_headcount(east, on=JUNE, residents=2900, households=1000)
    make_headcount(east, on=LAST, residents=3000, urban_residents=3000, households=1100, floating=400)
    assert told("population", quarter, east) == {}


@pytest.mark.parametrize(
    ("values", "slug", "sentence"),
    [
        (
            {"residents": 3000, "urban_residents": 3001},
            "headcount-parts",
            "2026-09-30:城镇常住人口3001大于常住人口3000,多1。",
        ),
        (
            {"residents": 3000, "floating": 3200},
            "headcount-unlikely",
            "2026-09-30:流动人口3200大于常住人口3000,多200。",
        ),
        (
            {"households": 10, "occupied_households": 900, "planned_households": 800},
            "headcount-unlikely",
            "2026-09-30:实际入住户数900大于规划户数800,多100。",
        ),
        (
            {"residents": 900, "households": 1000},
            "headcount-unlikely",
            "2026-09-30:常住户数1000大于常住人口900,多100。",
        ),
    ],
)
def test_a_part_larger_than_the_whole(quarter, east, values, slug, sentence):
    make_headcount(east, on=LAST, **values)
    assert told("population", quarter, east) == {slug: sentence}


@pytest.mark.parametrize(
    ("on", "slug"),
    [(None, "headcount-missing"), (date(2025, 3, 1), "headcount-missing"), (JUNE, "headcount-not-renewed")],
)
def test_no_count_is_an_error_an_old_one_a_warning(quarter, east, on, slug):
    if on:
        make_headcount(east, on=on, residents=1, households=1)
    assert slug in told("population", quarter, east)


@pytest.mark.parametrize(("households", "is_outlier"), [(1300, False), (1301, True), (700, False), (699, True)])
def test_a_leap_beyond_thirty_per_cent(quarter, east, households, is_outlier):
    make_headcount(east, on=JUNE, residents=3000, households=1000)
    make_headcount(east, on=LAST, residents=3000, households=households)
    assert ("headcount-outlier" in told("population", quarter, east)) is is_outlier


def test_the_leap_is_told_with_both_figures(quarter, east):
    make_headcount(east, on=JUNE, households=1000, residents=3000)
    make_headcount(east, on=LAST, households=1500, residents=3000)
    assert told("population", quarter, east) == {
        "headcount-outlier": "常住户数由上期1000变为本期1500,相差500(50.0%),超过±30%。"
    }


# Money


def test_money(year, east):
    assert told("funds", year, east) == {"funds-missing": "没有2026年度的经费,也没有确认本社区无此项。"}
    make_fund(east, year=2026, budgeted=100, received=100, spent=120.5)
    make_fund(east, year=2026, purpose="party", spent=0)
    assert told("funds", year, east) == {
        "funds-overspent": "工作经费:支出(元)120.5大于实际到位(元)100,多20.5元。",
        "funds-unstated": "党建活动经费没有填写预算安排和实际到位。",
    }


@pytest.mark.parametrize("group", ["staffing", "facilities", "funds"])
def test_a_declaration_of_none_is_an_answer(quarter, year, east, group):
    period = year if group == "funds" else quarter
    assert f"{group}-missing" in told(group, period, east)
    make_nil(east, group, started_on=LAST)
    assert told(group, period, east) == {}


# Posts


def hold(community, **duties):
    for duty, number in duties.items():
        for _one in range(number):
            make_spell(community, approved=True, duty=duty, **COMPLETE)


def test_the_identity_of_source_004_holds(quarter, east):
    """328 = 251 on duty + 62 lent to streets + 3 to the district + 12 off post + 0 vacant; in miniature per street."""
    make_posts(east, 10)
    hold(east, on_duty=5, seconded_street=2, seconded_county=1, off_post=1, maternity=1)
    assert told("staffing", quarter, east) == {}


def test_vacancies_are_no_finding(quarter, east):
    make_posts(east, 8)
    hold(east, on_duty=5)
    assert told("staffing", quarter, east) == {}


def test_negative_vacancies_are_told_and_do_not_stop(quarter, east):
    make_posts(east, 5)
    hold(east, on_duty=4, village_duty=1, sick=1, off_post=1)
    assert told("staffing", quarter, east) == {
        "posts-exceeded": "核定5 ≠ 在岗4 + 借出1 + 长假1 + 离岗退养1 = 7,空缺-2,超员2人。"
    }
    assert severity("posts-exceeded") == Severity.WARNING


def test_only_approved_primary_open_spells_hold_posts(quarter, east):
    make_posts(east, 1)
    hold(east, on_duty=1)
    make_spell(east, **COMPLETE)
    make_spell(east, approved=True, is_primary=False, **COMPLETE)
    make_spell(east, approved=True, ended_on=LAST, **COMPLETE)
    make_spell(east, approved=True, started_on=date(2026, 10, 1), **COMPLETE)
    assert "posts-exceeded" not in told("staffing", quarter, east)


def test_approved_people_without_approved_posts_are_an_error(quarter, east):
    hold(east, on_duty=3)
    assert told("staffing", quarter, east)["posts-unstated"].startswith("占核定岗位3人,但2026-09-30没有有效的核定员额")
    assert severity("posts-unstated") == Severity.ERROR


@pytest.mark.parametrize(
    ("follows", "told_so"),
    [(None, "此后没有新的核定"), (date(2026, 9, 1), "2026-09-01又有核定"), (AUGUST, None)],
)
def test_a_gap_between_approved_posts(quarter, east, follows, told_so):
    make_nil(east, "staffing")
    make_posts(east, 5, ended_on=AUGUST)
    if follows:
        make_posts(east, 6, started_on=follows)
    sentence = f"核定员额5个于2026-08-15终止,{told_so},中间有空档。"
    assert told("staffing", quarter, east) == ({"posts-gap": sentence} if told_so else {})


# People


def valid_id(first17):
    from records.identity import check_digit

    return first17 + check_digit(first17)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"born_on": date(1985, 3, 7), "gender": "male"}, None),
        ({"born_on": None, "gender": ""}, None),
        (
            {"born_on": date(1985, 3, 17), "gender": "male"},
            "王小明:出生日期1985-03-17与身份证号中的1985-03-07不一致,相差10天。",
        ),
        ({"born_on": date(1985, 3, 7), "gender": "female"}, "王小明:性别女与身份证号中的男不一致。"),
    ],
)
def test_identity_number_against_birth_date_and_gender(quarter, east, values, sentence):
    make_spell(east, id_number=valid_id("11010519850307411"), education="college", politics="party", **values)
    assert told("staffing", quarter, east).get("worker-identity") == sentence


def test_unknown_data_of_a_person(quarter, east):
    make_spell(east, education="college")
    assert told("staffing", quarter, east) == {"worker-unknown": "王小明:出生日期、政治面貌无数据。"}


def test_overdue_from_secondment(quarter, east):
    make_posts(east, 1)
    make_spell(east, approved=True, duty="seconded_street", due_back_on=date(2026, 9, 1), **COMPLETE)
    assert told("staffing", quarter, east) == {"spell-overdue": "王小明:借调街道(乡镇)应于2026-09-01返回,已逾期29天。"}


def test_two_secretaries(quarter, east):
    for _number in range(2):
        make_spell(east, party_post="secretary", **COMPLETE)
    assert told("staffing", quarter, east) == {"spell-two-heads": "2026-09-30有2名书记,应为1名。"}


@pytest.mark.parametrize(("before", "leave", "is_outlier"), [(9, 3, True), (10, 3, False), (4, 2, False), (6, 6, True)])
def test_many_leave_at_once(quarter, east, before, leave, is_outlier):
    for number in range(before):
        make_spell(east, ended_on=AUGUST if number < leave else None, **COMPLETE)
    found = told("staffing", quarter, east)
    assert ("staffing-outlier" in found) is is_outlier


def test_many_leavers_are_told_with_both_figures(quarter, east):
    for number in range(10):
        make_spell(east, ended_on=AUGUST if number < 4 else None, **COMPLETE)
    assert told("staffing", quarter, east) == {
        "staffing-outlier": "人员由上期10人变为本期6人,相差-4人(-40.0%),超过±30%。"
    }


# Premises


@pytest.mark.parametrize(("activity", "is_more"), [(240, False), (240.01, True)])
def test_office_and_activity_area_are_parts_of_the_floor(quarter, east, activity, is_more):
    make_facility(east, name="中心", area=300, office_area=60, activity_area=activity)
    sentence = "中心:办公面积60 + 居民活动面积240.01 = 300.01㎡,大于建筑面积300㎡,多0.01㎡。"
    assert told("facilities", quarter, east) == ({"facility-parts": sentence} if is_more else {})


def test_rooms_lie_inside_their_facility(quarter, east):
    centre = make_facility(east, name="中心", area=300)
    make_facility(east, kind="hall", within=centre, area=200)
    make_facility(east, kind="library", within=centre, area=100)
    assert told("facilities", quarter, east) == {}
    make_facility(east, kind="police", within=centre, area=20.5)
    make_facility(east, kind="school", within=centre, area=90, status="planned", opened_on=None)
    assert told("facilities", quarter, east) == {
        "facility-rooms": "中心:所含房间面积合计320.5㎡,大于建筑面积300㎡,多20.5㎡。"
    }


def test_points_of_one_address_read_off_different_maps(quarter, east):
    """The same door in 渝中区 by satellite and on a map of the net (GCJ-02)."""
    about = {"area": 300, "address": "民权路28号"}
    make_facility(east, name="中心", longitude=Decimal("106.573911"), latitude=Decimal("29.557681"), **about)
    beside = make_facility(
        east, kind="library", name="图书室", longitude=Decimal("106.574311"), latitude=Decimal("29.557581"), **about
    )
    assert told("facilities", quarter, east) == {}
    Facility.objects.filter(pk=beside.pk).update(longitude=Decimal("106.577639"), latitude=Decimal("29.554920"))
    assert told("facilities", quarter, east) == {
        "facility-shifted": "图书室与中心地址相同,坐标却相距约474米,可能有一处取自高德、腾讯或百度地图(GCJ-02、BD-09),"
        "请换算为CGCS2000坐标。"
    }


def test_shares_of_a_shared_facility(quarter, east):
    west, north = make_community(street=STREET), make_community(street=STREET)
    shares = {east: 100, west: 120, north: 90}
    for community, share in shares.items():
        others = [other.code for other in shares if other is not community]
        make_facility(community, name="邻里中心", area=300, counted_area=share, shared_with=others)
    sentence = told("facilities", quarter, east)["facility-shares"]
    assert sentence.startswith("邻里中心:各社区计入面积100 + ")
    assert sentence.endswith(" = 310㎡,大于建筑面积300㎡,多10㎡。")
    west.facilities.update(counted_area=110)
    assert told("facilities", quarter, east) == {}


@pytest.mark.parametrize(
    ("values", "slug"),
    [
        ({"area": None}, "facility-unmeasured"),
        ({"area": None, "counted_area": 100}, "facility-unmeasured"),
        ({"area": None, "counts": False}, None),
        ({"area": 300, "tenure": "leased", "lease_until": date(2026, 9, 1)}, "facility-lease"),
        ({"area": 300, "tenure": "leased", "lease_until": date(2027, 9, 1)}, None),
    ],
)
def test_a_facility_in_use(quarter, east, values, slug):
    make_facility(east, **values)
    assert set(told("facilities", quarter, east)) == ({slug} if slug else set())


def test_a_room_outlives_its_facility(quarter, east):
    centre = make_facility(east, name="旧中心", area=300, status="demolished", closed_on=JUNE)
    make_facility(east, name="图书室", kind="library", within=centre, area=50)
    assert told("facilities", quarter, east)["facility-room-outlives"] == "图书室在用,但所属的旧中心不在用。"


def test_counted_area_leaps(quarter, east):
    make_facility(east, area=300)
    sharer = make_community(street=STREET)
    make_facility(east, area=900, counted_area=100, shared_with=[sharer.code], opened_on=AUGUST)
    assert told("facilities", quarter, east) == {
        "facilities-outlier": "计入面积由上期300㎡变为本期400㎡,相差100㎡(33.3%),超过±30%。"
    }


# All of them


def populate(street, number):
    for _one in range(number):
        community = make_community(street=street)
        make_headcount(community, on=JUNE, residents=3000, households=1000)
        make_headcount(community, on=LAST, residents=1000, urban_residents=2000, households=2000)
        make_spell(community, approved=True, party_post="secretary", id_number="", education="")
        make_posts(community, 1, ended_on=AUGUST)
        make_facility(community, area=300, office_area=200, activity_area=200)
        estate = make_compound(community, mode="company", contract_until=JUNE)
        make_committee(community, estate, term_until=JUNE)
        make_fee_year(estate, due=100, received=120)


@pytest.mark.parametrize("group", ["population", "staffing", "facilities", "funds", "compounds"])
def test_the_number_of_queries_does_not_depend_on_the_number_of_communities(
    quarter, year, django_assert_num_queries, group
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    period = year if group == "funds" else quarter
    one, many = f"{STREET[:6]}001", f"{STREET[:6]}002"
    populate(one, 1)
    populate(many, 7)
    with CaptureQueriesContext(connection) as of_one:
        few = run_checks(communities=Community.objects.inside(one), group=group, period=period)
    with CaptureQueriesContext(connection) as of_many:
        more = run_checks(communities=Community.objects.inside(many), group=group, period=period)
    assert len(more) == 7 * len(few) > 0
    assert len(of_many) == len(of_one)


def test_nothing_is_found_elsewhere(quarter):
    populate(f"{STREET[:6]}001", 1)
    elsewhere = Community.objects.inside(f"{STREET[:6]}009")
    for group in ["population", "staffing", "facilities"]:
        assert run_checks(communities=elsewhere, group=group, period=quarter) == []


def test_errors_come_first_and_keys_tell_findings_apart(quarter):
    populate(STREET, 2)
    found = run_checks(communities=Community.objects.all(), group="population", period=quarter)
    assert [one.stops for one in found] == sorted((one.stops for one in found), reverse=True)
    assert len({(one.community_id, one.key, one.sentence) for one in found}) == len(found)


def test_every_check_says_what_it_is():
    every = [one for group in groups.every() for one in checks.checks_of(group.slug)]
    assert len(every) >= 20
    assert all(one.title and one.find.__doc__ and one.severity in Severity.values for one in every)


def test_a_running_period_is_judged_by_its_last_day(east):
    today = datetime.date(2026, 11, 22)
    period = ReportingPeriod.objects.create(kind=Rhythm.QUARTER, started_on=date(2026, 10, 1), due_on=today)
    make_facility(east, area=300, opened_on=date(2026, 12, 1))
    assert told("facilities", period, east) == {}
