"""What the public may see: `Publication` rows say how far an area opens an indicator."""

from django.db import connection
from django.db.models import Q

from communities.choices import Level
from compliance import registry
from compliance.choices import Reach
from compliance.models import Publication
from compliance.querysets import prefixes
from records.asked import question

FEWEST_PEOPLE = 5
"""A ratio over fewer people than this would tell about single persons."""


OPENINGS = """
SELECT
    (SELECT md5(string_agg(concat_ws(' ', id, published_at), ',' ORDER BY id)) FROM compliance_report
     WHERE state = 'published'),
    (SELECT md5(string_agg(concat_ws(' ', area, indicator, reach), ',' ORDER BY id)) FROM compliance_publication)
"""


def openings():
    """Changes when a report is published or withdrawn, and when an area opens or closes an indicator."""
    with connection.cursor() as cursor:
        cursor.execute(OPENINGS)
        return cursor.fetchall()


@question
def _opened(areas, code):
    """What the areas around a place, and those inside it, open."""
    around_or_inside = Q(area__in=areas) | Q(area__startswith=code)
    return Publication.objects.filter(around_or_inside).values_list("indicator", "area", "reach")


class Openness:
    """How far indicators are open at a place and everywhere inside it. The longest area around a place decides."""

    def __init__(self, code, plan=None, rows=None):
        """`plan`: as if this `Opening` had been released; `rows`: (indicator, area, reach) where they are known."""
        if rows is None:
            rows = _opened(areas=tuple(prefixes(code)), code=code)
        self._reach = {(indicator, area): reach for indicator, area, reach in rows}
        if plan is not None:
            self._reach |= {(indicator, plan.area): reach for indicator, reach in plan.reaches.items()}

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
