"""Which standard judges which row, and how."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from compliance.engine import measure
from compliance.mending import mending
from compliance.models import Publication, Standard
from compliance.shipped import load_standards
from tests.factories import (
    make_community,
    make_facility,
    make_headcount,
    make_nil,
    make_spell,
    make_standard,
    remove_standards,
)

D = datetime.date(2023, 6, 30)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_standards")]


def staffed(number, **kw):
    """A community with so many community workers."""
    community = make_community(**kw)
    make_nil(community, "staffing")
    for _ in range(number):
        make_spell(community)
    return community


def judged(slug, place, on=D):
    found = measure(slug, on=on)[getattr(place, "code", place)]
    return found.verdict, found.limit, found.shortfall


def limit_for(community, slug="workers-per-community", on=D):
    return measure(slug, on=on)[community.code].limit


# -- choosing --------------------------------------------------------------------------------------------------------


def test_the_longest_area_wins_then_the_narrower_scope():
    urban, village = make_community(), make_community(kind="villagers")
    elsewhere = make_community(street="510101001")
    make_standard("workers-per-community", 1, scope="urban")
    make_standard("workers-per-community", 2, area="50")
    make_standard("workers-per-community", 3, area="500199", scope="rural")
    make_standard("workers-per-community", 4, area="500199")
    make_standard("workers-per-community", 5, area="500198", scope="urban")
    assert (limit_for(urban), limit_for(village), limit_for(elsewhere)) == (4, 3, 1)


def test_a_standard_may_concern_one_community():
    here, there = make_community(), make_community()
    make_standard("workers-per-community", 1)
    make_standard("workers-per-community", 9, area=here.code)
    assert (limit_for(here), limit_for(there)) == (9, 1)


@pytest.mark.parametrize(
    ("on", "limit"), [("2022-12-31", 5), ("2023-01-01", 6), ("2024-12-31", 6), ("2025-01-01", None)]
)
def test_a_standard_holds_from_its_first_day_until_its_end(on, limit):
    community = staffed(1)
    change = datetime.date(2023, 1, 1)
    make_standard("workers-per-community", 5, ended_on=change)
    make_standard("workers-per-community", 6, started_on=change, ended_on=datetime.date(2025, 1, 1))
    assert limit_for(community, on=datetime.date.fromisoformat(on)) == limit


def test_a_standard_judges_the_levels_it_names():
    community = staffed(1)
    make_standard("workers-per-community", 2, levels=["street", "county"])
    verdicts = {code: found.verdict for code, found in measure("workers-per-community", on=D).items()}
    assert verdicts == {
        community.code: "exempt",
        "500199001": "fail",
        "500199": "fail",
        "5001": "exempt",
        "50": "exempt",
    }


def test_an_area_of_both_kinds_is_neither_urban_nor_rural():
    """A standard for one kind judges an area made of that kind only."""
    make_standard("facility-coverage", 100, scope="urban", levels=["street", "county"])
    make_standard("facility-coverage", 80, scope="rural", levels=["street", "county"])
    town, village = make_community(street="500199001"), make_community(street="500199002", kind="villagers")
    for community in (town, village):
        make_facility(community)
    assert judged("facility-coverage", "500199001") == ("pass", 100, None)
    assert judged("facility-coverage", "500199002") == ("pass", 80, None)
    assert judged("facility-coverage", "500199") == ("exempt", None, None)


def test_two_standards_equally_specific_are_refused():
    make_standard("floor-area", 250, levels=["community"])
    with pytest.raises(IntegrityError), transaction.atomic():
        make_standard("floor-area", 300, levels=["community", "street"], started_on=D)


# -- judging ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operator", "limit", "verdict", "shortfall"),
    [
        ("at_least", "3", "pass", 0),
        ("at_least", "3.5", "fail", 1),
        ("at_most", "3", "pass", None),
        ("at_most", "2.9", "fail", None),
        ("between", "3-5", "pass", None),
        ("between", "1-3", "pass", None),
        ("between", "4-5", "fail", None),
        ("between", "1-2", "fail", None),
    ],
)
def test_operators(operator, limit, verdict, shortfall):
    community = staffed(3)
    make_standard("workers-per-community", limit, operator=operator)
    assert judged("workers-per-community", community)[::2] == (verdict, shortfall)


def test_the_unrounded_value_is_judged():
    """2 of 3 hold a certificate: 66.66666…, shown as 66.6667, is less than 66.6667."""
    community = staffed(3)
    make_facility(community, area=200, office_area=20)
    make_facility(community, area=100, office_area=10)
    make_standard("female-share", Decimal("66.6667"))
    for spell in community.spells.all()[:2]:
        spell.worker.gender = "female"
        spell.worker.save()
    found = measure("female-share", on=D)[community.code]
    assert (found.value, found.verdict) == (Decimal("66.6667"), "fail")


@pytest.mark.parametrize(
    ("households", "workers", "verdict", "note"),
    [(3000, 4, "fail", ""), (3000, 5, "pass", ""), (3000, 7, "pass", ""), (3000, 8, "pass", "surplus"),
     (3001, 8, "pass", ""), (3001, 10, "pass", "surplus")],
)  # fmt: skip
@pytest.mark.parametrize("operator", ["between", "at_least"])
def test_more_than_the_range_of_a_band_is_shown_not_failed(operator, households, workers, verdict, note):
    community = staffed(workers)
    make_headcount(community, on=D, households=households)
    make_standard("posts-by-band", "up to 3000: 5-7; above: 7-9", base="households", operator=operator)
    found = measure("posts-by-band", on=D)[community.code]
    assert (found.verdict, found.note) == (verdict, note)


def test_without_a_size_the_limit_is_unknown_and_above_all_bands_there_is_none():
    unknown, large = staffed(1), staffed(1)
    make_headcount(large, residents=5000)
    make_standard("posts-by-band", "below 5000: 9", base="residents")
    assert judged("posts-by-band", unknown)[0] == "unknown"
    assert judged("posts-by-band", large)[0] == "exempt"


def test_a_standard_with_bands_never_judges_an_area():
    community = staffed(1)
    make_headcount(community, households=1000)
    make_standard("posts-by-band", "above: 6", base="households", levels=["community", "county"])
    make_standard("posts-by-band", 3, area="", levels=["city"])
    assert judged("posts-by-band", community) == ("fail", 6, 5)
    assert judged("posts-by-band", "500199") == ("exempt", None, 5)
    assert judged("posts-by-band", "5001") == ("fail", 3, 2)


@pytest.mark.parametrize("base", ["households", "occupied", "residents", "registered"])
def test_each_base_is_its_own_head_count(base):
    community = staffed(1)
    counts = {"households": 300, "occupied_households": 600, "residents": 900, "registered": 1200}
    make_headcount(community, **counts)
    make_standard("posts-by-band", "1 per 300", base=base)
    field = {"occupied": "occupied_households"}.get(base, base)
    assert limit_for(community, "posts-by-band") == counts[field] // 300


def test_shortfalls_are_whole_people_and_hundredths_of_a_square_metre():
    community = staffed(1)
    make_headcount(community, urban_residents=1001, households=333)
    make_facility(community, area=Decimal("10.01"))
    make_standard("workers-per-10k", 18)
    make_standard("area-per-100-households", "30.005")
    assert judged("workers-per-10k", community) == ("fail", 18, 1)
    assert judged("area-per-100-households", community) == ("fail", Decimal("30.005"), Decimal("89.91"))


def test_an_advisory_standard_flags_and_is_counted_apart():
    for workers in (1, 3):
        staffed(workers)
    make_community()
    make_standard("workers-per-community", 2, is_advisory=True)
    found = measure("workers-per-community", on=D)["500199"]
    assert (found.passed, found.failed, found.flagged, found.unflagged, found.unknown) == (0, 0, 1, 1, 1)


def test_counts_add_up_to_the_communities():
    staffed(1), staffed(3), make_community(), make_community(kind="villagers")
    make_standard("workers-per-10k", 1)
    found = measure("workers-per-10k", on=D)["50"]
    counts = (found.passed, found.failed, found.unknown, found.exempt, found.flagged, found.unflagged)
    assert counts == (0, 0, 3, 1, 0, 0)


def test_an_area_not_judged_sums_the_shortfalls_of_its_communities():
    for workers in (1, 2, 9):
        staffed(workers)
    make_standard("workers-per-community", 4)
    assert judged("workers-per-community", "500199") == ("exempt", None, 5)


# -- shipped rows and entry ------------------------------------------------------------------------------------------


def test_shipped_standards_are_loaded_once_and_never_overwritten():
    added = load_standards()
    assert added == Standard.objects.count() + Publication.objects.count() == 17 + 5
    with mending():
        Standard.objects.filter(indicator="floor-area").update(limit="300")
    assert load_standards() == 0
    assert Standard.objects.get(indicator="floor-area").limit == "300"


def test_a_standard_of_an_office_stands_in_the_way_of_a_shipped_one():
    make_standard("area-per-100-households", 25, levels=["community"])
    load_standards()
    assert Standard.objects.get(indicator="area-per-100-households").limit == "25"


def test_an_instance_that_gave_up_its_standards_is_not_filled_again():
    load_standards()
    remove_standards()
    call_command("migrate", verbosity=0)
    assert not Standard.objects.exists()


@pytest.mark.parametrize(("limit", "operator"), [("viele", "at_least"), ("1000", "between")])
def test_an_unreadable_limit_is_refused_on_entry(limit, operator):
    standard = Standard(indicator="floor-area", limit=limit, operator=operator, started_on=D)
    with pytest.raises(ValidationError) as refusal:
        standard.full_clean()
    assert set(refusal.value.message_dict) == {"limit"}
