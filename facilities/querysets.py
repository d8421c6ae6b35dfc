"""Which facilities: in the words of the office."""

from django.db.models import Q
from django.db.models.functions import Coalesce

from communities.access import ScopedQuerySet
from facilities.choices import COUNTED, FacilityStatus


def counts():
    """Facilities whose floor area is part of the 综合服务设施 where they are in use: a room of another never is."""
    return (Q(counts=True) | Q(counts=None, kind__in=COUNTED)) & Q(within=None)


def in_use_on(on):
    """Opened by the day and not closed on it; idle and demolished ones only until the day they were closed."""
    using = Q(status__in=[FacilityStatus.IN_USE, FacilityStatus.TEMPORARY])
    used_until = Q(
        status__in=[FacilityStatus.DEMOLISHED, FacilityStatus.IDLE],
        closed_on__isnull=False,
    )
    open_then = Q(opened_on__lte=on) & (Q(closed_on=None) | Q(closed_on__gt=on))
    return open_then & (using | used_until)


def own_share():
    """The part of the premises that counts here: less than all of what is shared."""
    return Coalesce("counted_area", "area")


class FacilityQuerySet(ScopedQuerySet):
    def in_use(self, *, on):
        return self.filter(in_use_on(on))

    def counted(self, *, on):
        return self.in_use(on=on).filter(counts())
