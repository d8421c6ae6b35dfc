"""Which estates and companies: in the words of the office."""

from django.db.models import F, Q, Value

from communities.access import ScopedQuerySet, reach
from property_mgmt.choices import Mode


class CompoundQuerySet(ScopedQuerySet):
    def eligible(self, *, on):
        """Estates that fulfil what the law asks before owners may elect a committee."""
        return self.filter(eligible_on__lte=on)

    def unmanaged(self):
        """Estates nobody manages; of the others, and where it is unknown, nothing is said."""
        return self.filter(mode=Mode.NONE)


class CompanyQuerySet(ScopedQuerySet):
    def known_in(self, code):
        """Companies kept for a division that contains the one of this code."""
        return self.alias(asked=Value(code)).filter(asked__startswith=F("area"))

    def visible_to(self, user):
        """Those kept inside one's reach, and those of the divisions around it: streets look at their county's."""
        above = {code[:width] for code in reach(user) for width in range(len(code))}
        return self.filter(Q(pk__in=self.inside(*reach(user)).values("pk")) | Q(area__in=above))
