"""Which spells: in the words of the office. The conditions are `Q` objects, so that one pass over the register can
count many of them."""

import csv
from functools import lru_cache

from django.conf import settings
from django.db.models import Q

from communities.querysets import ScopedPeriodQuerySet
from staffing.choices import Duty, StaffKind

COUNTING = settings.BASE_DIR / "compliance" / "data" / "counting.csv"


@lru_cache(maxsize=1)
def grid_staff_areas():
    """Codes of the areas whose rules count full-time grid staff as community workers."""
    with COUNTING.open(encoding="utf-8-sig", newline="") as file:
        return [
            row["area"]
            for row in csv.DictReader(file)
            if row["staff_kind"] == StaffKind.GRID
        ]


def counts_by_default():
    """Kinds of staff that count as 社区工作者 where the row does not say."""
    grid = Q(pk__in=[])
    for code in grid_staff_areas():
        grid |= Q(staff_kind=StaffKind.GRID, community__code__startswith=code)
    return Q(staff_kind__in=[StaffKind.MEMBER, StaffKind.FULLTIME]) | grid


def counted():
    return (Q(counts=True) | (Q(counts=None) & counts_by_default())) & ~Q(
        duty=Duty.OFF_POST
    )


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
    def primary(self):
        return self.filter(is_primary=True)

    def counted(self, *, on):
        return self.open(on=on).primary().filter(counted())

    def serving(self, *, on):
        return self.open(on=on).primary().filter(serving())
