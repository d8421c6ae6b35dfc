"""Questions written once: filled in anew each time, with the rows of the queryset they were declared as."""

import datetime

import pytest

from facilities.models import Facility
from records.asked import question
from tests.factories import make_community, make_facility

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 11, 1)


@question
def _in_use(communities, on):
    return Facility.objects.in_use(on=on).filter(community__in=communities).select_related("community").order_by("pk")


def test_each_asking_has_its_own_rows_and_costs_one_query(django_assert_num_queries):
    here, there = make_community(), make_community()
    hall, room = make_facility(here, opened_on=ON), make_facility(here, opened_on=datetime.date(2027, 1, 1))
    station = make_facility(there, opened_on=ON)
    after = datetime.date(2027, 2, 1)
    with django_assert_num_queries(5):
        assert _in_use(communities=(here.pk,), on=ON) == [hall]
        assert _in_use(communities=(there.pk,), on=ON) == [station]
        assert _in_use(communities=(here.pk,), on=after) == [hall, room]
        both = _in_use(communities=(here.pk, there.pk), on=after)
        assert [(each.community, each.name) for each in both] == [
            (each.community, each.name) for each in (hall, room, station)
        ]
        assert _in_use(communities=(0,), on=ON) == []
    with pytest.raises(KeyError):
        _in_use(communities=(here.pk,))
