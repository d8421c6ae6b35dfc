"""From communities up: sums, published denominators, codes as of the day."""

import datetime
from decimal import Decimal

import pytest

from compliance.engine import measure
from tests.factories import (
    make_area,
    make_area_figure,
    make_community,
    make_headcount,
    make_posts,
    make_spell,
    recode,
)

D = datetime.date(2023, 6, 30)
LATER = datetime.date(2023, 7, 1)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_standards")]


def sums(slug, code, on=D):
    found = measure(slug, on=on)[code]
    return found.numerator, found.denominator, found.value


def staffed(street, residents=None):
    community = make_community(street=street)
    make_spell(community)
    if residents:
        make_headcount(community, urban_residents=residents)
    return community


def test_a_level_above_is_the_ratio_of_sums_over_those_that_answered():
    staffed("500199001", 1000)
    staffed("500199002", 3000)
    staffed("500199002")
    make_community(street="500199002")
    assert sums("workers-per-10k", "500199002") == (1, 3000, Decimal("3.3333"))
    assert sums("workers-per-10k", "500199") == (2, 4000, 5)
    found = measure("workers-per-10k", on=D)["500199"]
    assert (found.known, found.exempt) == (2, 4)


def test_the_statistics_office_overrules_the_sum_of_denominators():
    county, city = make_area("500199"), make_area("5001")
    staffed("500199001", 1000)
    make_area_figure(county, urban_residents=2000)
    make_area_figure(county, on=datetime.date(2022, 1, 1), residents=9)
    make_area_figure(county, on=LATER, urban_residents=9)
    make_area_figure(city, on=datetime.date(2022, 1, 1), urban_residents=4000)
    make_area_figure(city, on=datetime.date(2022, 6, 1), households=9)
    assert sums("workers-per-10k", "500199") == (1, 2000, 5)
    assert sums("workers-per-10k", "5001") == (1, 4000, Decimal("2.5"))
    assert sums("workers-per-10k", "50") == (1, 1000, 10)
    assert sums("workers-per-10k", "500199", LATER) == (1, 9, Decimal("1111.1111"))


def test_an_area_without_communities_in_scope_is_exempt():
    county = make_area("500199")
    make_community(kind="villagers")
    make_area_figure(county, urban_residents=2000)
    found = measure("workers-per-10k", on=D)["500199"]
    assert (found.numerator, found.denominator, found.verdict) == (None, None, "exempt")


def test_nobody_answered():
    make_community()
    assert sums("workers-per-community", "500199") == (None, None, None)


def test_a_zero_denominator_enters_the_sums():
    none, some = make_community(), make_community()
    make_posts(none, 0), make_posts(some, 2)
    make_spell(none, approved=True), make_spell(some, approved=True)
    found = measure("on-duty-share", on=D)
    assert (found[none.code].numerator, found[none.code].denominator, found[none.code].value) == (1, 0, None)
    assert (found["500199"].numerator, found["500199"].denominator, found["500199"].value) == (2, 2, 100)


def test_codes_names_and_existence_are_those_of_the_day():
    moved = recode(staffed("500199001"), "500198001001", LATER)
    young = make_community(street="500199001", established_on=LATER)
    old = make_community(street="500199001", abolished_on=D)
    before, after = measure("staff-per-community", on=D), measure("staff-per-community", on=LATER)
    assert "500198001001" not in before
    assert before["500199"].numerator == 1
    assert after["500198"].numerator == 1
    assert moved.code in after
    assert young.code not in before
    assert young.code in after
    assert old.code not in before


@pytest.mark.parametrize(
    ("kind", "urban_rural", "urban"),
    [("residents", "", True), ("villagers", "", False), ("residents", "220", False), ("villagers", "122", True)],
)
def test_urban_is_what_the_statistics_office_says_else_the_kind(kind, urban_rural, urban):
    community = make_community(kind=kind, urban_rural=urban_rural)
    make_spell(community)
    found = measure("workers-per-10k", on=D)[community.code]
    assert (found.numerator is not None) == urban


def test_nothing_above_the_area_asked_for():
    staffed("500199001")
    staffed("500198001")
    assert {len(code) for code in measure("staff-per-community", on=D, area="500199")} == {6, 9, 12}
    assert all(code.startswith("500199") for code in measure("staff-per-community", on=D, area="500199"))


def test_one_community_alone():
    """What a trace asks for: today's figure of the community it stands on."""
    here = staffed("500199001")
    staffed("500199001")
    assert {code: found.numerator for code, found in measure("staff-per-community", on=D, area=here.code).items()} == {
        here.code: 1
    }
