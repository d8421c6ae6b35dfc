"""Worked examples of the indicators over estates."""

from decimal import Decimal

import pytest

from compliance import registry
from tests.factories import make_committee, make_community, make_compound, make_fee_year, make_nil
from tests.worked import D, day, figure, ratio, worked

pytestmark = pytest.mark.django_db
SLUGS = ["property-coverage", "professional-coverage", "committee-coverage", "fee-collection", "separation-share"]


@pytest.fixture
def place():
    return make_community()


@worked("property-coverage", "professional-coverage")
def test_coverage_counts_households_not_estates(place):
    """1,000 of 1,600 households are managed, 600 of them by a company."""
    for mode, households in {"company": 600, "self": 250, "community": 100, "unit": 50, "none": 600}.items():
        make_compound(place, mode=mode, households=households)
    assert ratio("property-coverage", place) == (1000, 1600, Decimal("62.5"))
    assert ratio("professional-coverage", place) == (600, 1600, Decimal("37.5"))


@pytest.mark.parametrize("gap", [{"mode": ""}, {"households": None}])
def test_one_estate_with_a_gap_leaves_coverage_unknown(place, gap):
    make_compound(place, mode="company", households=600)
    make_compound(place, **{"mode": "none", "households": 10, **gap})
    for slug in ("property-coverage", "professional-coverage"):
        assert ratio(slug, place) == (None, None, None)


@worked("committee-coverage")
def test_committees_of_eligible_estates_in_term():
    """Of six eligible estates three have a committee in term: one of its own, two a joint one."""
    place = make_community()
    own, one, two, over, ended, none = (make_compound(place, eligible_on=day("2020-01-01")) for _number in range(6))
    make_committee(place, own, term_until=D)
    make_committee(place, one, two, kind="property")
    make_committee(place, over, term_until=day("2023-06-29"))
    make_committee(place, ended, ended_on=D)
    make_committee(place, make_compound(place))
    make_committee(place, make_compound(place, eligible_on=day("2023-07-01")))
    assert none.represented.count() == 0
    assert ratio("committee-coverage", place) == (3, 6, 50)


def test_a_committee_stands_from_its_first_day_and_an_estate_from_the_day_it_joined(place):
    early, late = (make_compound(place, eligible_on=day("2020-01-01")) for _number in range(2))
    committee = make_committee(place, early, established_on=day("2022-05-01"))
    committee.estates.create(compound=late, started_on=day("2023-01-01"))
    days = {"2022-04-30": 0, "2022-05-01": 1, "2022-12-31": 1, "2023-01-01": 2}
    assert {text: figure("committee-coverage", place, day(text)).numerator for text in days} == days


def test_a_committee_without_a_stated_term_leaves_the_share_unknown(place):
    make_committee(place, make_compound(place, eligible_on=D), term_until=None)
    assert ratio("committee-coverage", place) == (None, 1, None)


def test_nobody_is_eligible(place):
    make_compound(place)
    assert ratio("committee-coverage", place) == (0, 0, None)


@worked("fee-collection")
def test_fees_of_the_year_before(place):
    """Received 90 + 160 of 100 + 200 due; arrears, other years, other modes and half a row are left out."""
    for due, received in ((100, 90), (200, 160)):
        make_fee_year(make_compound(place, mode="company"), due=due, received=received, arrears=999)
    make_fee_year(make_compound(place, mode="company"), due=100)
    make_fee_year(make_compound(place, mode="company"), due=100, received=100, year=2023)
    make_fee_year(make_compound(place, mode="self"), due=100, received=10)
    assert ratio("fee-collection", place) == (250, 300, Decimal("83.3333"))


def test_no_fees_stated_is_unknown(place):
    make_fee_year(make_compound(place, mode="company"), due=100)
    assert ratio("fee-collection", place) == (None, None, None)


@worked("separation-share")
def test_separated_accounts(place):
    make_compound(place, mode="company", separated_from=D)
    make_compound(place, mode="company", separated_from=day("2023-07-01"))
    for _number in range(2):
        make_compound(place, mode="company")
    make_compound(place, mode="none")
    assert ratio("separation-share", place) == (1, 4, 25)
    make_compound(place)
    assert ratio("separation-share", place) == (1, None, None)


@pytest.mark.parametrize("slug", SLUGS)
def test_an_empty_register_is_unknown_and_a_declared_one_zero(slug, place):
    assert ratio(slug, place) == (None, None, None)
    make_nil(place, "compounds")
    assert ratio(slug, place) == (0, 0, None)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_trace_lists_what_was_counted_and_why_the_rest_was_not(slug, place):
    made = make_compound(place, mode="company", households=100, eligible_on=D, separated_from=D)
    make_committee(place, made)
    make_fee_year(made, due=10, received=9)
    other = make_compound(place, mode="none", households=50)
    make_fee_year(other, due=10, received=9)
    traced = registry.get(slug).rows(D, place)
    assert [line.record for line in traced.counted] in ([made], [made.fee_years.get()])
    assert [line.record for line in traced.left_out] in ([other], [other.fee_years.get()])
    assert all(line.reason for line in traced.left_out)
