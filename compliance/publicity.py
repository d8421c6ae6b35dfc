"""What the public may see: `Publication` rows say how far an area opens an indicator."""

from django.db.models import Count, Max, Q

from communities.choices import Level
from communities.page_cache import counts_at_once
from compliance import registry
from compliance.choices import Reach
from compliance.models import Publication, Report
from compliance.querysets import prefixes

FEWEST_PEOPLE = 5
"""A ratio over fewer people than this would tell about single persons."""


@counts_at_once
def openings():
    """Changes when a report is published or withdrawn, and when an area opens or closes an indicator."""
    published = Report.objects.published().aggregate(count=Count("pk"), newest=Max("published_at"))
    opened = Publication.objects.aggregate(count=Count("pk"), newest=Max("updated_at"))
    return [*published.values(), *opened.values()]


class Openness:
    """How far indicators are open at a place and everywhere inside it. The longest area around a place decides."""

    def __init__(self, code):
        around_or_inside = Q(area__in=prefixes(code)) | Q(area__startswith=code) if code else Q()
        rows = Publication.objects.filter(around_or_inside).values_list("indicator", "area", "reach")
        self._reach = {(indicator, area): reach for indicator, area, reach in rows}

    def reach(self, slug, code):
        found = (self._reach.get((slug, area)) for area in reversed(prefixes(code)))
        return next(filter(None, found), Reach.INTERNAL)

    def shows(self, result, code, level):
        """Whether this result may be seen: opened, and not a ratio over a handful of people."""
        reach = self.reach(result.indicator, code)
        if reach == Reach.INTERNAL or (level == Level.COMMUNITY and reach != Reach.COMMUNITY):
            return False
        people = result.denominator if registry.get(result.indicator).personnel else None
        return people is None or people >= FEWEST_PEOPLE
