"""A worked example for every indicator of the catalogue; one without fails the build."""

import datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pytest

from compliance import registry
from tests.factories import (
    make_area,
    make_area_figure,
    make_building,
    make_community,
    make_compound,
    make_covering,
    make_duty,
    make_event_count,
    make_facility,
    make_fund,
    make_grid,
    make_grid_event,
    make_headcount,
    make_licence,
    make_need,
    make_nil,
    make_posts,
    make_spell,
    make_standard,
    make_team,
    make_training,
    make_volunteer,
    make_worker,
    remove_standards,
)
from tests.worked import WORKED, D, day, figure, ratio, worked

pytestmark = pytest.mark.django_db


def make_spells(community, number, **kw):
    return [make_spell(community, **kw) for _ in range(number)]


def test_every_indicator_has_a_worked_example():
    """Those of the apps above stand in their own test modules."""
    for path in Path(__file__).parent.glob("*/test_indicators.py"):
        import_module(f"tests.{path.parent.name}.test_indicators")
    assert {each.slug for each in registry.indicators()} == WORKED


def test_the_catalogue_is_numbered_in_the_order_of_its_page():
    """30 of the first registers; those of later ones have their places, whichever of them are there."""
    numbers = [each.number for each in registry.indicators()]
    assert numbers[:30] == list(range(1, 31))
    assert set(numbers[30:]) <= set(range(31, 46))


# -- source 004: 沙市 ------------------------------------------------------------------------------------------------


@pytest.fixture
def shashi():
    """328 approved posts: 251 on duty, 62 lent to streets, 3 to the district, 12 off post; 71 hired locally besides."""
    streets = {"001": 8, "002": 12, "003": 15, "004": 26, "005": 10}
    for number, (street, local) in enumerate(streets.items()):
        community = make_community(street=f"421002{street}")
        make_posts(community, 128 if number == 0 else 50)
        on_duty, to_street, to_county, off = (51, 62, 3, 12) if number == 0 else (50, 0, 0, 0)
        make_spells(community, on_duty, approved=True)
        make_spells(community, to_street, approved=True, duty="seconded_street")
        make_spells(community, to_county, approved=True, duty="seconded_county")
        make_spells(community, off, approved=True, duty="off_post")
        make_spells(community, local, staff_kind="local")


@worked("on-duty-share", "secondment-rate", "vacancy", "local-hire-share", "staff-per-community")
def test_shashi(shashi):
    assert ratio("on-duty-share", "421002") == (251, 328, Decimal("76.5244"))
    assert ratio("secondment-rate", "421002") == (65, 328, Decimal("19.8171"))
    assert ratio("vacancy", "421002") == (0, 5, 0)
    assert ratio("local-hire-share", "421002") == (71, 399, Decimal("17.7945"))
    assert ratio("staff-per-community", "421002") == (399, 5, Decimal("79.8"))
    assert [figure("local-hire-share", f"42100200{n}").numerator for n in (1, 2, 3, 4, 5)] == [8, 12, 15, 26, 10]


@worked("posts-by-band")
@pytest.mark.parametrize(("households", "due"), [(1999, 4), (2000, 4), (2001, 5), (3000, 5), (3001, 6)])
def test_posts_by_band(households, due):
    remove_standards()
    make_standard("posts-by-band", "up to 2000: 4; up to 3000: 5; above: 6", base="households", scope="urban")
    community = make_community()
    make_headcount(community, households=households)
    make_spells(community, 4)
    found = figure("posts-by-band", community)
    assert (found.limit, found.shortfall) == (due, due - 4)
    assert found.verdict == ("pass" if due == 4 else "fail")


# -- source 001: 凤县 ------------------------------------------------------------------------------------------------


@worked("combined-head-share", "workers-per-community", "certified-share")
def test_fengxian():
    """54 staff = 8 council members + 19 full-time + 27 auxiliary; four secretaries who are directors too."""
    communities = [make_community(street="610330100") for _ in range(4)]
    heads = [make_spell(c, staff_kind="member", party_post="secretary", committee_post="director") for c in communities]
    make_spells(communities[0], 2, staff_kind="member", party_post="deputy_secretary")
    make_spells(communities[1], 2, staff_kind="member", committee_post="deputy_director")
    fulltime = make_spells(communities[0], 19)
    make_spells(communities[1], 27, staff_kind="auxiliary")
    for spell in [*heads, *fulltime[:10]]:
        make_licence(spell.worker)
    assert ratio("combined-head-share", "610330") == (4, 4, 100)
    assert ratio("workers-per-community", "610330") == (27, 4, Decimal("6.75"))
    assert figure("staff-per-community", "610330").numerator == 54
    assert ratio("certified-share", "610330") == (14, 27, Decimal("51.8519"))


# -- source 002: 重庆 ------------------------------------------------------------------------------------------------


@worked("workers-per-10k")
def test_sixteen_per_ten_thousand_is_judged_for_areas_only():
    """16 against 18, on the statistics office's residents: an area falls short, no single community does."""
    area = make_area("5001")
    community = make_community()
    village = make_community(kind="villagers")
    make_spells(community, 8)
    make_spells(village, 8)
    make_headcount(community, urban_residents=4000)
    make_headcount(village, residents=4000)
    make_area_figure(area, urban_residents=5000)
    assert ratio("workers-per-10k", community) == (8, 4000, 20)
    assert figure("workers-per-10k", community).verdict == "exempt"
    assert ratio("workers-per-10k", village) == (None, None, None)
    found = figure("workers-per-10k", "5001")
    assert (found.numerator, found.denominator, found.value) == (8, 5000, 16)
    assert (found.limit, found.verdict, found.shortfall) == (18, "fail", 1)
    assert figure("workers-per-10k", "50").value == 20


def test_mean_staff_per_community():
    """95,710 staff in 11,232 communities are 8.52 each: the rounding the source prints."""
    assert round(Decimal(95710) / 11232, 2) == Decimal("8.52")


# -- people ----------------------------------------------------------------------------------------------------------


@worked("households-per-worker")
def test_households_per_worker_counts_who_is_there():
    community = make_community()
    make_spells(community, 2)
    make_spell(community, duty="maternity")
    make_spell(community, staff_kind="auxiliary")
    make_headcount(community, households=3000)
    assert ratio("households-per-worker", community) == (3000, 2, 1500)
    make_headcount(community, on=D, occupied_households=1001)
    assert ratio("households-per-worker", community) == (1001, 2, Decimal("500.5"))


def test_nobody_there_is_no_division():
    """A denominator of 0 is known: the community's own value is unknown, its households enter the sums."""
    empty, staffed = make_community(), make_community()
    make_spell(empty, duty="sick")
    make_spell(staffed)
    for community in (empty, staffed):
        make_headcount(community, households=1000)
    assert ratio("households-per-worker", empty) == (1000, 0, None)
    assert ratio("households-per-worker", "500199") == (2000, 1, 2000)
    assert figure("households-per-worker", "500199").known == 2


@worked("certified-per-10k")
def test_certified_per_10k():
    community = make_community(kind="villagers")
    early, late, not_counted = make_spell(community), make_spell(community), make_spell(community, staff_kind="sent")
    make_licence(early.worker, issued_on=D)
    make_licence(early.worker, grade="senior", issued_on=day("2024-01-01"))
    make_licence(late.worker, issued_on=day("2023-07-01"))
    make_licence(not_counted.worker)
    make_headcount(community, residents=7_000, urban_residents=1)
    assert ratio("certified-per-10k", community) == (1, 7000, Decimal("1.4286"))


@worked("council-under-35-share", "council-mean-age")
@pytest.mark.parametrize(
    ("born", "on", "young", "age"),
    [
        ("1987-07-01", "2023-06-30", 1, 35),
        ("1987-06-30", "2023-06-30", 0, 36),
        ("1988-02-29", "2023-02-28", 1, 34),
        ("1988-02-29", "2023-03-01", 1, 35),
        ("1988-02-29", "2024-02-28", 1, 35),
        ("1988-02-29", "2024-02-29", 0, 36),
        ("1987-03-01", "2023-02-28", 1, 35),
        ("1989-02-28", "2024-02-29", 1, 35),
        ("1988-03-01", "2024-02-29", 1, 35),
    ],
)
def test_age(born, on, young, age):
    community = make_community()
    make_spell(community, party_post="member", born_on=day(born))
    make_spell(community, party_post="member", born_on=None)
    make_spell(community, party_post="member", born_on=day("1970-01-01"), duty="off_post")
    assert ratio("council-under-35-share", community, day(on))[:2] == (young, 1)
    assert ratio("council-mean-age", community, day(on))[:2] == (age, 1)


@worked("council-college-share", "workers-college-share")
def test_education_counts_where_it_is_known():
    community = make_community()
    for education in ("college", "bachelor", "graduate", "vocational", ""):
        make_spell(community, staff_kind="sent", committee_post="member", education=education)
    make_spells(community, 2, education="senior")
    make_spell(community, education="college")
    assert ratio("council-college-share", community) == (3, 4, 75)
    assert ratio("workers-college-share", community) == (1, 3, Decimal("33.3333"))


@worked("workers-under-35-share", "female-share", "party-share")
def test_workers_by_person():
    community = make_community()
    make_spell(community, born_on=day("1990-01-01"), gender="female", politics="party")
    make_spell(community, born_on=day("1960-01-01"), gender="male", politics="probationary")
    make_spell(community, gender="", politics="")
    make_spell(community, gender="female", politics="league", staff_kind="welfare")
    assert ratio("workers-under-35-share", community) == (1, 2, 50)
    assert ratio("female-share", community) == (1, 3, Decimal("33.3333"))
    assert ratio("party-share", community) == (2, 2, 100)


@worked("cross-posting-share")
def test_cross_posting():
    community = make_community()
    make_spell(community, party_post="member", committee_post="member")
    make_spell(community, party_post="member")
    make_spell(community, committee_post="director", duty="off_post")
    make_spell(community, party_post="member", committee_post="member", is_primary=False)
    assert ratio("cross-posting-share", community) == (1, 2, 50)


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        ([{"party_post": "secretary", "committee_post": "director"}], (1, 1)),
        ([{"party_post": "secretary"}, {"committee_post": "director"}], (0, 1)),
        ([{"party_post": "secretary", "committee_post": "director", "duty": "sick"}], (0, None)),
        ([{"party_post": "member"}], (0, None)),
    ],
)
def test_combined_head_needs_a_serving_head(posts, expected):
    community = make_community()
    for post in posts:
        make_spell(community, **post)
    assert ratio("combined-head-share", community)[:2] == expected


@worked("training-done")
@pytest.mark.parametrize(
    ("post", "trained", "done"),
    [("secretary", "2023-06-30", 1), ("secretary", "2022-12-31", 0), ("secretary", "2023-07-01", None),
     ("", "2022-01-01", 1), ("", "2021-12-31", 0)],
)  # fmt: skip
def test_training(post, trained, done):
    community = make_community()
    make_training(make_spell(community, party_post=post).worker, day(trained))
    make_spell(community)
    found = figure("training-done", community)
    assert (found.numerator, found.denominator) == (done, 2)
    assert found.value == (None if done is None else done * 50)


def test_a_person_counts_once_and_where_the_main_post_is():
    here, there = make_community(), make_community()
    worker = make_spell(here).worker
    make_spell(there, worker=worker, is_primary=False, party_post="secretary", committee_post="director")
    assert ratio("workers-per-community", here)[0] == 1
    assert ratio("workers-per-community", there)[0] == 0
    assert ratio("combined-head-share", there)[:2] == (0, None)


@pytest.mark.parametrize(
    ("spell", "counted"),
    [
        ({}, 1),
        ({"staff_kind": "grid"}, 0),
        ({"staff_kind": "grid", "counts": True}, 1),
        ({"counts": False}, 0),
        ({"duty": "off_post"}, 0),
        ({"duty": "off_post", "counts": True}, 0),
        ({"duty": "study"}, 1),
        ({"started_on": D}, 1),
        ({"ended_on": D}, 0),
        ({"ended_on": day("2023-07-01")}, 1),
    ],
)
def test_who_counts_as_a_worker(spell, counted):
    community = make_community()
    make_spell(community, **spell)
    assert ratio("workers-per-community", community) == (counted, 1, counted)


# -- premises --------------------------------------------------------------------------------------------------------


@worked("floor-area", "area-per-100-households", "office-share", "activity-share")
def test_shared_premises_count_in_proportion():
    one, other = make_community(), make_community()
    make_facility(one, area=900, counted_area=300, shared_with=[other.code], office_area=180, activity_area=540)
    make_facility(one, area=100, office_area=None, activity_area=50)
    make_facility(one, area=500, kind="market")
    make_facility(other, area=900, counted_area=600, shared_with=[one.code], office_area=180)
    make_headcount(one, registered_households=2000)
    assert ratio("floor-area", one) == (400, 1, 400)
    assert ratio("area-per-100-households", one) == (400, 2000, 20)
    assert ratio("office-share", one) == (60, 300, 20)
    assert ratio("activity-share", one) == (230, 400, Decimal("57.5"))
    assert ratio("office-share", other) == (120, 600, 20)
    assert figure("area-per-100-households", one).note == "by_registered_households stale"


def test_thirds_add_up():
    """Three communities share one office: their parts make the whole again."""
    communities = [make_community() for _ in range(3)]
    for community in communities:
        make_facility(community, area=300, counted_area=100, shared_with=["500199001999"], office_area=20)
    make_standard("office-share", Decimal("6.6667"), operator="at_most", levels=["county"], scope="urban")
    found = figure("office-share", "500199")
    assert (round(found.numerator, 4), found.denominator, found.value) == (20, 300, Decimal("6.6667"))
    assert found.verdict == "pass"


@pytest.mark.parametrize(
    ("facility", "area"),
    [
        ({"area": 250}, 250),
        ({"area": None}, None),
        ({"area": None, "kind": "canteen"}, 0),
        ({"area": None, "status": "planned", "opened_on": None}, 0),
        ({"area": 250, "opened_on": day("2023-07-01")}, None),
        ({"area": 250, "closed_on": D}, 0),
        ({"area": 250, "closed_on": day("2023-07-01"), "status": "demolished"}, 250),
        ({"area": 250, "status": "idle"}, 0),
        ({"area": 250, "kind": "shelter", "counts": True}, 250),
        ({"area": 250, "counts": False}, 0),
    ],
)
def test_which_area_counts(facility, area):
    community = make_community()
    make_facility(community, **facility)
    assert ratio("floor-area", community)[0] == area


def test_a_room_adds_no_area():
    community = make_community()
    building = make_facility(community, area=300, closed_on=day("2020-01-01"))
    make_facility(community, within=building, kind="library", area=40)
    assert ratio("floor-area", community)[0] == 0
    assert ratio("room-types", community)[0] == 1


def test_one_unknown_area_makes_all_floor_figures_unknown():
    community = make_community()
    make_headcount(community, households=100)
    make_facility(community, area=300, office_area=30, activity_area=200)
    make_facility(community, area=None)
    for slug in ("floor-area", "area-per-100-households", "office-share", "activity-share"):
        assert figure(slug, community).numerator is None
    assert ratio("facility-coverage", community) == (1, 1, 100)


@worked("facility-coverage", "room-types")
def test_centre_and_rooms():
    community = make_community()
    centre = make_facility(community)
    for kind in ("hall", "library", "library", "school", "daycare"):
        make_facility(community, kind=kind, within=centre)
    make_facility(community, kind="police", counts=False)
    make_facility(community, kind="donation", opened_on=day("2023-07-01"))
    make_facility(community, kind="culture")
    assert ratio("facility-coverage", community) == (1, 1, 100)
    assert ratio("room-types", community) == (5, 1, 5)


@worked("elderly-upstairs")
@pytest.mark.parametrize(
    ("premises", "expected"),
    [
        ({"floor": 2, "has_lift": False}, 1),
        ({"floor": 2, "has_lift": True}, 0),
        ({"floor": None, "has_lift": True}, 0),
        ({"floor": 1, "has_lift": None}, 0),
        ({"floor": -1, "has_lift": False}, 0),
        ({"floor": 2, "has_lift": None}, None),
        ({"floor": None, "has_lift": False}, None),
        ({"floor": None, "has_lift": None}, None),
        ({"floor": None, "has_lift": None, "closed_on": D}, 0),
        ({"floor": None, "has_lift": None, "kind": "library"}, 0),
    ],
)
def test_elderly_upstairs(premises, expected):
    community = make_community()
    make_facility(community, **{"kind": "elderly", **premises})
    assert ratio("elderly-upstairs", community)[0] == expected


# -- households and money --------------------------------------------------------------------------------------------


@worked("households-per-community")
def test_households_concern_residents_committees():
    community, village = make_community(urban_rural="220"), make_community(kind="villagers", urban_rural="111")
    for place in (community, village):
        make_headcount(place, households=1500)
    assert ratio("households-per-community", community) == (1500, 1, 1500)
    assert ratio("households-per-community", village) == (None, None, None)
    assert figure("households-per-community", "500199").known == 1


def test_each_head_count_field_takes_its_own_newest_value():
    community = make_community()
    make_headcount(community, on=day("2020-01-01"), households=100, residents=300)
    make_headcount(community, on=day("2022-01-01"), households=200)
    make_headcount(community, on=day("2023-06-30"), occupied_households=150)
    make_headcount(community, on=day("2023-07-01"), households=999, residents=999)
    make_spell(community)
    assert ratio("households-per-community", community)[0] == 200
    assert figure("households-per-community", community).note == ""
    assert ratio("certified-per-10k", community)[1] == 300
    assert figure("certified-per-10k", community).note == "stale"


@worked("fund-per-community")
def test_running_funds_of_the_year():
    community = make_community()
    make_fund(community, budgeted=60_000, received=50_000)
    make_fund(community, payer="street", received=Decimal("1234.56"))
    make_fund(community, payer="own")
    make_fund(community, payer="city", purpose="service", budgeted=1)
    make_fund(community, year=2022, budgeted=1)
    assert ratio("fund-per-community", community)[0] == Decimal("61234.56")


def test_funds_without_a_figure_are_unknown():
    community = make_community()
    make_fund(community)
    assert ratio("fund-per-community", community) == (None, 1, None)


# -- unknown is not zero ---------------------------------------------------------------------------------------------

REGISTERS = {
    "staffing": ["workers-per-community", "staff-per-community"],
    "facilities": ["floor-area", "facility-coverage", "room-types", "elderly-upstairs"],
    "funds": ["fund-per-community"],
}


@pytest.mark.parametrize(("register", "slug"), [(name, slug) for name, slugs in REGISTERS.items() for slug in slugs])
def test_an_empty_register_is_unknown_until_it_is_declared_empty(register, slug):
    community = make_community()
    assert ratio(slug, community)[0] is None
    make_nil(community, register, started_on=day("2023-07-01"))
    assert ratio(slug, community)[0] is None
    assert ratio(slug, community, day("2023-07-01"))[0] == 0


def test_a_register_kept_earlier_is_known():
    community = make_community()
    make_spell(community, started_on=day("2020-01-01"), ended_on=day("2021-01-01"))
    make_facility(community, status="planned", opened_on=None)
    assert ratio("workers-per-community", community)[0] == 0
    assert ratio("facility-coverage", community)[0] == 0
    assert ratio("workers-per-community", community, day("2019-12-31"))[0] is None


def test_figures_on_two_registers_need_both():
    community = make_community()
    make_spell(community, approved=True)
    assert ratio("on-duty-share", community) == (1, None, None)
    assert ratio("vacancy", community) == (None, 1, None)
    make_posts(community, 3, started_on=D)
    assert ratio("on-duty-share", community) == (1, 3, Decimal("33.3333"))
    assert ratio("vacancy", community) == (2, 1, 2)
    assert figure("vacancy", "500199").known == 1


def test_more_people_than_posts_is_a_finding():
    community = make_community()
    make_posts(community, 1)
    make_spells(community, 3, approved=True)
    assert ratio("vacancy", community) == (-2, 1, -2)
    assert ratio("on-duty-share", community) == (3, 1, 300)


def test_the_file_of_a_person_elsewhere_makes_no_register():
    here = make_community()
    make_worker(here)
    assert ratio("workers-per-community", here)[0] is None


# -- volunteers --------------------------------------------------------------------------------------------------------


@worked("teams")
def test_teams_that_exist_on_the_day_each_once():
    place, other, nil = make_community(), make_community(), make_community()
    first = make_team(place, platform="志愿汇")
    make_team(place, platform="i志愿", same_as=first)
    make_team(place, ended_on=D)
    make_team(other, started_on=D + datetime.timedelta(days=1))
    make_nil(nil, "teams")
    assert ratio("teams", place) == (1, 1, 1)
    assert ratio("teams", place, D - datetime.timedelta(days=1)) == (2, 1, 2)
    assert ratio("teams", other) == (None, 1, None)
    assert ratio("teams", nil) == (0, 1, 0)
    assert ratio("teams", "500199") == (1, 2, Decimal("0.5"))


@worked("volunteers-per-100")
def test_volunteers_each_once_and_the_platforms_total_for_areas():
    """641万 registered on 3,430万 residents (source 002): what the platform publishes, not the sum of communities."""
    place, empty = make_community(), make_community()
    make_headcount(place, residents=1000)
    make_headcount(empty, residents=500)
    first = make_volunteer(place, ended_on=day("2023-06-30"))
    make_volunteer(place, same_as=first)
    second = make_volunteer(place)
    make_volunteer(place, same_as=second)
    make_volunteer(place, started_on=day("2023-07-01"))
    assert ratio("volunteers-per-100", place) == (2, 1000, Decimal("0.2"))
    assert ratio("volunteers-per-100", empty) == (None, 500, None)
    assert ratio("volunteers-per-100", "500199") == (2, 1000, Decimal("0.2"))
    make_area_figure(make_area("50"), volunteers=6_410_000, residents=34_300_000)
    make_area_figure(make_area("5001"), volunteers=187)
    make_area_figure(make_area("500199"), residents=2000)
    assert ratio("volunteers-per-100", "50") == (6_410_000, 34_300_000, Decimal("18.6880"))
    assert ratio("volunteers-per-100", "5001") == (2, 1000, Decimal("0.2"))
    assert ratio("volunteers-per-100", "500199") == (2, 2000, Decimal("0.1"))


@worked("needs-met")
def test_needs_of_twelve_months_that_were_met():
    place, old = make_community(), make_community()
    year_ago = day("2022-06-30")
    make_need(place, wanted_on=day("2022-07-01"), state="done", settled_on=D)
    make_need(place, wanted_on=day("2023-06-01"), state="done")
    make_need(place, wanted_on=day("2023-06-01"), state="done", settled_on=day("2023-07-01"))
    make_need(place, wanted_on=D)
    make_need(place, wanted_on=D, state="cancelled", settled_on=D)
    make_need(place, wanted_on=day("2023-06-01"), state="cancelled", settled_on=day("2023-07-01"))
    make_need(place, wanted_on=day("2023-07-01"), state="done")
    make_need(old, wanted_on=year_ago, state="done")
    assert ratio("needs-met", place) == (2, 5, 40)
    assert ratio("needs-met", old) == (0, 0, None)
    assert ratio("needs-met", make_community()) == (None, None, None)
    assert ratio("needs-met", "500199") == (2, 5, 40)


# -- grids: sources 000, 002, 003 --------------------------------------------------------------------------------------


@worked("grid-staffed", "households-per-grid")
def test_grids_somebody_answers_for():
    """Of four general grids one has only a police officer and one nobody: half are staffed, 300 households each."""
    place = make_community()
    led, policed, empty, micro_only = (make_grid(place, households=n) for n in (200, 300, 400, 300))
    make_duty(led, role="leader")
    make_duty(led, role="fulltime")
    make_duty(policed, role="police")
    make_duty(empty, ended_on=D)
    make_duty(make_grid(parent=micro_only, households=None), role="micro")
    make_duty(micro_only, role="parttime", started_on=D)
    make_duty(make_grid(place, kind="security", households=9000))
    make_grid(place, ended_on=D, households=None)
    make_grid(place, started_on=D + datetime.timedelta(1))
    assert ratio("grid-staffed", place) == (2, 4, 50)
    assert ratio("households-per-grid", place) == (1200, 4, 300)
    make_grid(place, households=None)
    assert ratio("households-per-grid", place) == (None, 5, None)


def test_without_grids_on_record_nothing_is_known():
    silent, none, later = make_community(), make_community(), make_community()
    make_nil(none, "grids")
    make_grid(later, started_on=D + datetime.timedelta(1))
    assert ratio("grid-staffed", silent) == ratio("grid-staffed", later) == (None, None, None)
    assert ratio("grid-staffed", none) == (0, 0, None)
    assert ratio("grid-fulltime-share", silent) == (None, None, None)


@worked("grid-fulltime-share")
def test_staff_on_file_count_once():
    """Two full-time of three: a staff member with two grids is one person."""
    place = make_community()
    worker, first, second = make_worker(place), make_grid(place), make_grid(place)
    make_duty(first, worker=worker, name=worker.name)
    make_duty(second, worker=worker, name=worker.name)
    make_duty(second, name="钱一")
    make_duty(second, name="钱二", role="parttime")
    make_duty(second, name="钱三", role="leader")
    make_duty(second, name="钱四", role="parttime", ended_on=D)
    assert ratio("grid-fulltime-share", place) == (2, 3, Decimal("66.6667"))


@worked("buildings-once")
def test_buildings_in_exactly_one_general_grid():
    """Of six buildings three lie in one grid; one in none, one in two, one only in a special net."""
    place = make_community()
    first, second, special = make_grid(place), make_grid(place), make_grid(place, kind="hazard")
    whole, loose = make_compound(place), make_compound(place)
    make_covering(whole, first)
    make_building(whole)
    make_building(whole, grid=make_grid(parent=first))
    make_building(whole, grid=second)
    make_building(loose, grid=second)
    make_building(loose)
    make_building(loose, grid=special)
    assert ratio("buildings-once", place) == (3, 6, 50)
    untouched, none = make_community(), make_community()
    make_building(make_compound(untouched))
    make_nil(none, "compounds")
    assert ratio("buildings-once", untouched) == (0, 1, 0)
    assert ratio("buildings-once", none) == (0, 0, None)
    assert ratio("buildings-once", make_community()) == (None, None, None)


@worked("bottom-up-share")
def test_events_of_twelve_months_counted_or_own():
    """Counted: 30 up, 10 down in May, 5 up too long ago. Own: one up in June; one of May is among the counted."""
    place = make_community()
    grid = make_grid(place)
    make_event_count(place, day("2023-05-01"), reported=30)
    make_event_count(place, day("2023-05-01"), flow="down", reported=10)
    make_event_count(place, day("2022-06-01"), reported=5)
    make_event_count(place, day("2023-07-01"), reported=500)
    make_grid_event(grid, reported_on=day("2023-06-10"))
    make_grid_event(grid, reported_on=day("2023-06-11"), flow="down")
    make_grid_event(grid, reported_on=day("2023-05-11"), flow="down")
    make_grid_event(grid, reported_on=day("2022-06-30"), flow="down")
    assert ratio("bottom-up-share", place) == (31, 42, Decimal("73.8095"))
    only_own = make_community()
    make_grid_event(make_grid(only_own), reported_on=D)
    assert ratio("bottom-up-share", only_own) == (1, 1, 100)
    assert ratio("bottom-up-share", make_community()) == (None, None, None)


def test_a_trace_of_grids_lists_what_the_figure_counted():
    """As many lines are counted as the numerator says, whichever figure of grids is asked."""
    place = make_community()
    first, second = make_grid(place, households=10), make_grid(place, households=20)
    make_duty(first)
    make_duty(first, name="钱一", role="parttime")
    make_building(make_compound(place), grid=first)
    make_building(make_compound(place))
    make_grid_event(second, reported_on=D)
    make_event_count(place, day("2023-05-01"), reported=4)
    make_event_count(place, day("2023-04-01"), reported=4, flow="down")
    for slug, counted in [("grid-staffed", 1), ("grid-fulltime-share", 1), ("buildings-once", 1)]:
        traced = registry.get(slug).rows(D, place)
        assert (len(traced.counted), figure(slug, place).numerator) == (counted, counted), slug
        assert traced.left_out, slug
    events = registry.get("bottom-up-share").rows(D, place)
    assert sum(line.amount for line in events.counted) == figure("bottom-up-share", place).numerator == 5
    households = registry.get("households-per-grid").rows(D, place)
    assert sum(line.amount for line in households.counted) == figure("households-per-grid", place).numerator == 30
