"""What should be public by now and is not: periods nobody has written anything for, and drafts whose day has passed."""

from dataclasses import dataclass

from django.db import connection
from django.urls import reverse
from django.utils.http import urlencode

from communities.access import reach
from communities.sheets.lookup import within_reach
from disclosure.choices import Rhythm
from disclosure.deadlines import DAY, Calendar, day_after, last_due, period_name
from disclosure.models import CatalogueEntry, Disclosure

MISSING = """
SELECT c.code, c.short_name, d.entry, d.first_day, d.due_on, count(*) OVER ()
FROM unnest(%s::bigint[], %s::text[], %s::date[], %s::date[], %s::date[]) d (entry, area, first_day, last_day, due_on)
JOIN communities_community c ON starts_with(c.code, d.area)
     AND (c.abolished_on IS NULL OR c.abolished_on > d.last_day)
     AND (c.established_on IS NULL OR c.established_on <= d.last_day) AND {inside}
WHERE NOT EXISTS (SELECT FROM disclosure_disclosure x
    WHERE x.entry_id = d.entry AND x.community_id = c.id AND x.period_start = d.first_day AND x.state <> 'withdrawn')
ORDER BY d.due_on, c.code, d.entry LIMIT %s OFFSET %s
"""


@dataclass(frozen=True)
class Missing:
    """A community that was there when the period ended, and has not begun to publish what was due of it."""

    place: str
    title: str
    period: str
    due_on: object
    url: str


def due_periods(user, today):
    """[(entry, first day, due day)]: of each regular entry around one's reach the latest period that is due."""
    found, calendars = [], {}
    for entry in CatalogueEntry.objects.visible_to(user).regular(on=today):
        if entry.area not in calendars:
            calendars[entry.area] = Calendar.of(entry.area)
        if last := last_due(entry, on=today, calendar=calendars[entry.area]):
            found.append((entry, *last))
    return found


def missing(user, today, *, limit, offset=0):
    """([Missing] of the page, how many there are in all)."""
    due = due_periods(user, today)
    if not due or not reach(user):
        return [], 0
    entries = {entry.pk: entry for entry, _first, _due in due}
    inside, params = within_reach(user, "c.code")
    columns = [[entry.pk for entry, *_ in due], [entry.area for entry, *_ in due]]
    columns += [[first for _entry, first, _due in due], [_last_day(entry, first) for entry, first, _due in due]]
    columns.append([due_day for *_entry, due_day in due])
    with connection.cursor() as cursor:
        cursor.execute(MISSING.format(inside=inside), [*columns, *params, limit, offset])
        rows = cursor.fetchall()
    return [_told(row, entries) for row in rows], rows[0][-1] if rows else 0


def _last_day(entry, first):
    return day_after(Rhythm(entry.rhythm), first) - DAY


def _told(row, entries):
    code, place, pk, first, due, _total = row
    entry = entries[pk]
    about = {"community": code, "entry": pk, "period_start": first}
    return Missing(
        place=place,
        title=entry.title,
        period=period_name(Rhythm(entry.rhythm), first),
        due_on=due,
        url=f"{reverse('disclosure:disclosure_add')}?{urlencode(about)}",
    )


def late(user, today):
    """Drafts and texts in review whose day has passed."""
    rows = Disclosure.objects.visible_to(user).overdue(on=today)
    return rows.select_related("community", "entry").order_by("due_on", "pk")
