"""Which spells: in the words of the office. The conditions are `Q` objects, so that one pass over the register can
count many of them."""

import csv
from functools import lru_cache

from django.conf import settings
from django.db.models import Exists, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Left

from communities.access import ScopedQuerySet, reach, within
from communities.choices import Level
from communities.querysets import ScopedPeriodQuerySet
from records.periods import begun_by
from staffing.choices import BY_VACANCY, TRANSITIONS, Duty, StaffKind

COUNTING = settings.BASE_DIR / "compliance" / "data" / "counting.csv"


@lru_cache(maxsize=1)
def grid_staff_areas():
    """Codes of the areas whose rules count full-time grid staff as community workers."""
    with COUNTING.open(encoding="utf-8-sig", newline="") as file:
        return [row["area"] for row in csv.DictReader(file) if row["staff_kind"] == StaffKind.GRID]


def counts_by_default():
    """Kinds of staff that count as 社区工作者 where the row does not say."""
    grid = Q(pk__in=[])
    for code in grid_staff_areas():
        grid |= Q(staff_kind=StaffKind.GRID, community__code__startswith=code)
    return Q(staff_kind__in=[StaffKind.MEMBER, StaffKind.FULLTIME]) | grid


def counted():
    return (Q(counts=True) | (Q(counts=None) & counts_by_default())) & ~Q(duty=Duty.OFF_POST)


def serving():
    return Q(duty=Duty.ON_DUTY)


def approved():
    return Q(approved=True)


def leader():
    """Holder of the post of secretary or director."""
    return Q(party_post="secretary") | Q(committee_post="director")


def council():
    """Member of the party or the residents' (villagers') committee, not off post."""
    return (~Q(party_post="") | ~Q(committee_post="")) & ~Q(duty=Duty.OFF_POST)


class SpellQuerySet(ScopedPeriodQuerySet):
    def in_places_of(self, user):
        """Spells in communities the account reaches, wherever the person's file is kept now."""
        return self.filter(within(reach(user), "community__code"))

    def primary(self):
        return self.filter(is_primary=True)

    def counted(self, *, on):
        return self.open(on=on).primary().filter(counted())

    def serving(self, *, on):
        return self.open(on=on).primary().filter(serving())

    def hires(self):
        """Primary spells with which somebody came: those that do not follow another of the person without a gap."""
        earlier = Q(started_on__lt=OuterRef("started_on"))
        lasting = Q(ended_on=None) | Q(ended_on__gte=OuterRef("started_on"))
        previous = self.model.objects.primary().filter(earlier, lasting, worker=OuterRef("worker"))
        return self.primary().exclude(Exists(previous))

    def hired_without_vacancy(self, *, on):
        """擅自进人 on the day: people in office who came after their county began to use the vacancy chain, in a way
        that needs an approved vacancy (or in none stated, without an elected post), and have none behind them.

        `chain_since` is the day of the county's first request."""
        from staffing.models import Vacancy

        unstated = Q(worker__route="", party_post="", committee_post="", oversight_post="")
        came = (
            self.hires()
            .filter(Q(worker__route__in=BY_VACANCY) | unstated, begun_by(on), vacancy=None)
            .annotate(chain_since=Subquery(Vacancy.objects.first_request_in_county("community__code")))
            .filter(started_on__gte=F("chain_since"))
        )
        in_office = self.model.objects.open(on=on).primary()
        return came.filter(Exists(in_office.filter(worker=OuterRef("worker"))))


class VacancyQuerySet(ScopedQuerySet):
    def unsettled(self):
        """Those for which somebody may still be hired."""
        return self.filter(state__in=TRANSITIONS)

    def first_request_in_county(self, code):
        """For a subquery: the first request of the county in which the outer row's division `code` lies."""
        width = Level.COUNTY.width
        here = self.annotate(county=Left("community__code", width)).filter(county=Left(OuterRef(code), width))
        return here.order_by().values("county").annotate(first=Min("asked_on")).values("first")
