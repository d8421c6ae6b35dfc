"""The newest changes of a territory, whatever was changed elsewhere: no page of the log reads what it does not show."""

from django.db import connection
from django.db.models.functions import Left

from communities.following import follows
from records.models import COUNTY, Change

COUNTIES = """
    WITH RECURSIVE county(code) AS (
        (SELECT left(place, 6) FROM records_change WHERE left(place, 6) >= %(area)s ORDER BY left(place, 6) LIMIT 1)
        UNION ALL
        SELECT (SELECT left(place, 6) FROM records_change WHERE left(place, 6) > county.code
                ORDER BY left(place, 6) LIMIT 1)
        FROM county WHERE starts_with(county.code, %(area)s))
    SELECT code FROM county WHERE starts_with(code, %(area)s)
"""
"""Where in a wide area anything was changed: a step in the index for each county."""

OF_ALL = """
    SELECT found.id
    FROM unnest(%(counties)s) county, unnest(%(tables)s) kept, LATERAL (
        SELECT c.id FROM records_change c
        WHERE left(c.place, 6) = county AND c."table" = kept AND c.place LIKE ANY (%(within)s)
        ORDER BY c.id DESC LIMIT %(most)s
    ) found ORDER BY found.id DESC LIMIT %(most)s
"""
"""The newest of each register in each county, and of these the newest."""

EVENTS = """
    SELECT e.id FROM records_event e
    WHERE (%(users)s IS NULL OR e.user_id = ANY (%(users)s)) AND (%(since)s IS NULL OR e.at >= %(since)s)
        AND (%(until)s IS NULL OR e.at < %(until)s) AND e.reason LIKE %(reason)s
    ORDER BY e.id DESC
"""
OF_EVENTS = f"""
    SELECT c.id FROM records_change c
    WHERE left(c.place, 6) = ANY (%(counties)s) AND c."table" = ANY (%(tables)s) AND c.place LIKE ANY (%(within)s)
        AND c.event_id + 0 = ANY (ARRAY ({EVENTS}))
    ORDER BY c.id + 0 DESC LIMIT %(most)s
"""
"""What those events did that are asked for, among all that was done in a county; the sums keep the database from
reading all that they did elsewhere."""

OF_EVENTS_IN_WIDE_AREAS = f"""
    SELECT found.id FROM ({EVENTS}) e, LATERAL (
        SELECT c.id FROM records_change c
        WHERE c.event_id = e.id AND c."table" = ANY (%(tables)s) AND c.place LIKE ANY (%(within)s)
        ORDER BY c.id DESC LIMIT %(most)s
    ) found LIMIT %(most)s
"""
"""In a wide area much more was done than by these events: one after the other is read, until there are enough."""


@follows
def places_of_changes(change):
    """What was done under a code is found under the one that took its place."""
    if change.is_same:
        changes = Change.objects.annotate(county=Left("place", COUNTY)).filter(county=change.old[:COUNTY])
        changes.filter(place=change.old).update(place=change.new[0])


def newest_of_all(*, tables, codes, most):
    """Keys of so many of the newest changes to rows of these tables inside these areas."""
    if "" in codes:
        return list(Change.objects.filter(table__in=tables).order_by("-pk").values_list("pk", flat=True)[:most])
    return _keys(OF_ALL, _places(tables, codes, most))


def newest_of_events(*, tables, codes, most, users, since, until, reason):
    """The same, of what one of these accounts did (None: anybody), from and before an instant, for such a reason."""
    text = reason.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    asked = {"users": users, "since": since, "until": until, "reason": f"%{text}%"}
    if min(map(len, codes), default=COUNTY) < COUNTY:
        places = {"tables": tables, "within": _within(codes), "most": most}
        return _keys(OF_EVENTS_IN_WIDE_AREAS, places | asked)
    return _keys(OF_EVENTS, _places(tables, codes, most) | asked)


def _places(tables, codes, most):
    counties = {code[:COUNTY] for code in codes if len(code) >= COUNTY}
    for area in codes:
        if len(area) < COUNTY:
            counties.update(_keys(COUNTIES, {"area": area}))
    return {"counties": sorted(counties), "tables": tables, "within": _within(codes), "most": most}


def _within(codes):
    return [f"{code}%" for code in codes]


def _keys(statement, given):
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [key for (key,) in cursor.fetchall()]
