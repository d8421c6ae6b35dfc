"""What the public may see: `Publication` rows say how far an area opens an indicator."""

from django.db.models import Q

from communities.choices import Level
from compliance import registry
from compliance.choices import Reach
from compliance.models import Publication
from compliance.querysets import prefixes

FEWEST_PEOPLE = 5
"""A ratio over fewer people than this would tell about single persons."""


class Openness:
    """How far indicators are open at a place and everywhere inside it. The longest area around a place decides."""

    def __init__(self, code):
        around_or_inside = Q(area__in=prefixes(code)) | Q(area__startswith=code) if code else Q()
        rows = Publication.objects.filter(around_or_inside).values_list("indicator", "area", "reach")
        self._reach = {(indicator, area): reach for indicator, area, reach in rows}

    def reach(self, slug, code):
        found = (self._reach.get((slug, area)) for area in reversed(prefixes(code)))
        return next(filter(None, found), Reach.INTERNAL)

    def slugs(self, code, level):
        """Indicators open for a place of this level, in the order of the registry."""
        enough = [Reach.COMMUNITY] if level == Level.COMMUNITY else [Reach.COMMUNITY, Reach.TOTAL]
        return [each.slug for each in registry.indicators() if self.reach(each.slug, code) in enough]

    def shows(self, result, code, level):
        """Whether this result may be seen: opened, and not a ratio over a handful of people."""
        personnel = registry.get(result.indicator).personnel
        few = personnel and result.denominator is not None and result.denominator < FEWEST_PEOPLE
        return not few and result.indicator in self.slugs(code, level)
