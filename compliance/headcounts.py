"""Head counts as of a day: each field takes its own newest value that is not blank."""

import datetime
from dataclasses import replace

from django.utils.translation import gettext as _

from communities.models import Headcount
from compliance.measures import Choice, Newest, Register
from compliance.tracing import Line, Traced

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


def with_headcounts(*fields, rows=None):
    """The rows behind a figure together with the head counts its other number comes from."""

    def both(on, community):
        traced = rows(on, community) if rows else Traced()
        found = [_newest_row(on, community, field) for field in fields]
        known = [line for line in found if line]
        for place, line in enumerate(known):
            traced.add(line if place == 0 else replace(line, reason=_("已采用%(label)s") % {"label": known[0].label}))
        return traced

    return both


def _newest_row(on, community, field):
    """The newest row that states the field, as a line; None where none does."""
    stated = Headcount.objects.known_by(on=on).filter(community=community).exclude(**{field: None})
    row = stated.order_by("-on").first()
    if row is None:
        return None
    label = str(Headcount._meta.get_field(field).verbose_name)
    stale = _("数据陈旧") if row.on < months_before(on, STALE_MONTHS) else ""
    return Line(label, f"{row.on} {stale}".strip(), amount=getattr(row, field), source=row.source, record=row)
