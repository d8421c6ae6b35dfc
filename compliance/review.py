"""Whether the data a report used has been approved: where not, it says 未审核 and names the streets."""

from django.core.cache import cache

from communities.submissions.locks import unlocked_streets

NAMED = 12
"""So many streets are named; the others are counted."""
SECONDS = 60


def unreviewed(report, area):
    """The streets inside the area that keep the report from being official: (names of the first, how many)."""

    def find():
        return [name for _code, name in unlocked_streets(area, report.as_of)]

    streets = cache.get_or_set(f"compliance.unreviewed.{area}.{report.as_of}", find, SECONDS)
    return streets[:NAMED], len(streets)
