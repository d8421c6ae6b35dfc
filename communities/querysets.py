from django.db.models import OuterRef, Q, Subquery

from communities.access import ScopedQuerySet
from records.periods import PeriodQuerySet, open_on


class ScopedPeriodQuerySet(PeriodQuerySet, ScopedQuerySet):
    """Dated rows that belong to a place."""


def existing_on(on, prefix=""):
    """Communities that existed on the day: blank means before any date asked."""
    begun = Q(**{f"{prefix}established_on__isnull": True}) | Q(**{f"{prefix}established_on__lte": on})
    return begun & (Q(**{f"{prefix}abolished_on__isnull": True}) | Q(**{f"{prefix}abolished_on__gt": on}))


class CommunityQuerySet(ScopedQuerySet):
    def existing(self, *, on):
        return self.filter(existing_on(on))

    def as_of(self, on):
        """Existing communities with the code, name, kind and setting of that day as `code_on`, `name_on`, …"""
        from communities.models import CommunityCode

        then = CommunityCode.objects.filter(open_on(on), community=OuterRef("pk"))
        names = ("code", "name", "kind", "setting")
        return self.existing(on=on).annotate(**{f"{name}_on": Subquery(then.values(name)[:1]) for name in names})


class HeadcountQuerySet(ScopedQuerySet):
    def known_by(self, *, on):
        return self.filter(on__lte=on)
