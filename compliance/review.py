"""Whether the data a report used has been approved: where not, it says 未审核 and names the streets."""

from django.core.cache import cache
from django.db.models.functions import Left

from communities.choices import Level
from communities.submissions.locks import locked_communities
from compliance.models import Row

NAMED = 12
"""So many streets are named; the others are counted."""
SECONDS = 60


def unreviewed(report, area):
    """The streets inside the area that keep the report from being official: (names of the first, how many)."""
    key = f"compliance.unreviewed.{report.pk}.{area}"
    streets = cache.get_or_set(key, lambda: _unlocked_streets(report, area), SECONDS)
    return streets[:NAMED], len(streets)


def _unlocked_streets(report, area):
    """By code, as the report calls them."""
    waiting = Row.objects.of(report, level=Level.COMMUNITY, area=area).exclude(
        community_id__in=locked_communities(report.as_of)
    )
    codes = waiting.values(street=Left("code", Level.STREET.width)).distinct()
    streets = Row.objects.of(report, level=Level.STREET).filter(code__in=codes).order_by("code")
    return list(streets.values_list("name", flat=True))
