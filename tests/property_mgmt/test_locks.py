"""What an approved period of the estates closes, and what stays open."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from property_mgmt.models import CommitteeEstate, FeeYear
from tests.communities.offices import LAST, STREET, Office, lock
from tests.factories import make_committee, make_community, make_compound, make_fee_year, make_nil

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 5)


@pytest.fixture
def place():
    return make_community(street=STREET, name="东风社区居民委员会")


def refused(write):
    """The write is refused with the name of the rule."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write()
    return caught.value.__cause__.diag.constraint_name == "period_locked"


def test_a_committee_of_a_closed_quarter_stays_and_a_later_one_may_come(place):
    led, other = make_compound(place), make_compound(place)
    committee = make_committee(place, led)
    lock(place, Office(), group="compounds")
    estates = CommitteeEstate.objects.filter(committee=committee)
    assert refused(lambda: estates.update(started_on=LAST))
    assert refused(lambda: estates.create(committee=committee, compound=other, started_on=LAST))
    assert refused(estates.delete)
    estates.update(ended_on=OCTOBER)
    estates.create(committee=committee, compound=other, started_on=OCTOBER)


def test_fees_are_closed_with_the_last_quarter_of_their_year(place):
    settled = make_fee_year(make_compound(place), year=2025, due=100, received=90)
    lock(place, Office(), group="compounds", on=date(2025, 12, 31))
    assert refused(lambda: FeeYear.objects.filter(pk=settled.pk).update(received=95))
    FeeYear.objects.filter(pk=settled.pk).update(source="核对表")
    make_fee_year(settled.compound, year=2026, due=100)


def test_nobody_says_afterwards_that_there_were_no_estates(place):
    make_compound(place)
    lock(place, Office(), group="compounds")
    assert refused(lambda: make_nil(place, "compounds"))
    make_nil(place, "compounds", started_on=OCTOBER)
