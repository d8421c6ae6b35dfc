"""Head counts as of a day: each field takes its own newest value that is not blank."""

import datetime

from communities.models import Headcount
from compliance.measures import Choice, Newest, Register

STALE_MONTHS = 18
"""A head count older than this is still used, and marked."""


def months_before(on, months):
    """The same day that many months earlier, or the last of that month."""
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    first = datetime.date(year, month + 1, 1)
    following = datetime.date(year + month // 11, (month + 1) % 12 + 1, 1)
    return min(first + datetime.timedelta(days=on.day - 1), following - datetime.timedelta(days=1))


def register(on):
    return Register(Headcount.objects.known_by(on=on))


def newest(*fields, on):
    """The newest value of the first of these fields that has ever been known by the day."""
    notes = ["", *(f"by_{field}" for field in fields[1:])]
    measures = [register(on).of(Newest(field)) for field in fields]
    return Choice(measures, notes, months_before(on, STALE_MONTHS))
