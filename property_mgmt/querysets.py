"""Which estates, companies and committees: in the words of the office."""

from django.apps import apps
from django.db.models import Count, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Left

from communities.access import ScopedQuerySet, within
from communities.choices import Level
from compliance.querysets import ConcerningQuerySet
from property_mgmt.choices import Mode
from records.periods import open_on

STREET = Level.STREET.width
"""Digits of a street's code."""


def standing_on(on, prefix=""):
    """Committees that exist on the day, in term or not."""
    begun, ended = Q(**{f"{prefix}established_on__lte": on}), f"{prefix}ended_on"
    return begun & (Q(**{f"{ended}__isnull": True}) | Q(**{f"{ended}__gt": on}))


def in_term_on(on, prefix=""):
    """Committees that may act on the day: the last day of the term is one of it."""
    return standing_on(on, prefix) & Q(**{f"{prefix}term_until__gte": on})


def unknown_term_on(on, prefix=""):
    return standing_on(on, prefix) & Q(**{f"{prefix}term_until__isnull": True})


def represented(on, which):
    """Estates for which a committee stands on the day that `which(on, prefix)` describes."""
    estates = apps.get_model("property_mgmt", "CommitteeEstate").objects
    return Exists(estates.filter(open_on(on), which(on, "committee__"), compound=OuterRef("pk")))


class CompoundQuerySet(ScopedQuerySet):
    def eligible(self, *, on):
        """Estates that fulfil what the law asks before owners may elect a committee."""
        return self.filter(eligible_on__lte=on)

    def with_committee(self, *, on):
        """Estates with a committee in term."""
        return self.filter(represented(on, in_term_on))

    def without_committee(self, *, on):
        """Estates no committee stands for, not even one whose term has run out."""
        return self.exclude(represented(on, standing_on))

    def left_alone(self, *, on):
        """No company and no committee: known to be so, not merely unknown."""
        return self.exclude(mode__in=["", Mode.COMPANY]).without_committee(on=on)

    def due_for_committee(self, *, on):
        """Eligible estates without a committee."""
        return self.eligible(on=on).without_committee(on=on)

    def could_join(self, *, on):
        """Estates without a committee in whose street another estate has one in term."""
        neighbours = apps.get_model("property_mgmt", "CommitteeEstate").objects.filter(
            open_on(on), in_term_on(on, "committee__")
        )
        streets = neighbours.values(street=Left("compound__community__code", STREET))
        here = self.annotate(street_code=Left("community__code", STREET))
        return here.without_committee(on=on).filter(street_code__in=streets)

    def contract_out(self, *, on):
        """Estates whose contract with the company has run out and still stands in the register."""
        return self.filter(mode=Mode.COMPANY, contract_until__lt=on)


class CompanyQuerySet(ConcerningQuerySet):
    """Those kept inside one's reach, and those of the divisions around it: streets look at their county's."""

    def known_in(self, code):
        """Companies kept for a division that contains the one of this code."""
        return self.alias(asked=Value(code)).filter(asked__startswith=F("area"))


class CommitteeQuerySet(ScopedQuerySet):
    def inside(self, *codes):
        """Committees seated there, and joint ones that stand for an estate there."""
        if "" in codes:
            return self
        estates = apps.get_model("property_mgmt", "CommitteeEstate").objects.filter(committee=OuterRef("pk"))
        return self.filter(within(codes, self.model.code_path) | Exists(estates.inside(*codes)))

    def standing(self, *, on):
        return self.filter(standing_on(on))

    def in_term(self, *, on):
        return self.filter(in_term_on(on))

    def overdue(self, *, on):
        """届满未换届: the term is over, and nobody ended or renewed the committee."""
        return self.standing(on=on).filter(term_until__lt=on)

    def joint(self, *, on):
        """Committees that stand for several estates."""
        estates = apps.get_model("property_mgmt", "CommitteeEstate").objects.filter(open_on(on))
        several = estates.order_by().values("committee").annotate(many=Count("pk")).filter(many__gt=1)
        return self.filter(pk__in=several.values("committee"))
