"""Which rows look like the same person or team: by identity number, else by name and phone. Nobody links them but
people (`services.settle`); a pair that has been decided is not shown again."""

from dataclasses import dataclass

from django.db import connection

from communities.sheets.lookup import within_reach
from volunteers.choices import Likeness
from volunteers.models import Team, Volunteer

VOLUNTEERS = """
    SELECT a.id AS one, b.id AS other, 'id_number' AS likeness
    FROM here a JOIN here b ON b.id_number_index = a.id_number_index AND b.id > a.id
    UNION ALL
    SELECT a.id, b.id, 'name_phone'
    FROM here a JOIN here b ON b.phone_index = a.phone_index AND b.name = a.name AND b.id > a.id
    WHERE a.id_number_index IS NULL OR b.id_number_index IS NULL"""

TEAMS = """
    SELECT one, other, min(likeness) AS likeness FROM (
        SELECT a.id AS one, b.id AS other, 'registered_no' AS likeness FROM here a
        JOIN here b ON b.registered_no = a.registered_no AND b.id > a.id WHERE a.registered_no > ''
        UNION ALL
        SELECT a.id, b.id, 'name' FROM here a
        JOIN here b ON b.community_id = a.community_id AND b.name = a.name AND b.id > a.id
        UNION ALL
        SELECT a.id, b.id, 'leader_phone' FROM here a
        JOIN here b ON b.phone_index = a.phone_index AND b.leader = a.leader AND b.id > a.id
        WHERE a.leader > '' AND a.platform <> b.platform
    ) alike GROUP BY one, other"""

# Pairs of rows that both go on, both within reach, neither decided nor known to be the same by what was decided. Only
# rows within reach are compared: a street has few, the whole city hundreds of thousands.
PAIRS = """
WITH here AS MATERIALIZED (
    SELECT {columns} FROM {table} r JOIN communities_community c ON c.id = r.community_id
    WHERE r.ended_on IS NULL AND {inside}),
alike AS ({alike})
SELECT {what} FROM alike
JOIN {table} a ON a.id = alike.one JOIN {table} b ON b.id = alike.other
JOIN communities_community ac ON ac.id = a.community_id
WHERE coalesce(a.same_as_id, a.id) <> coalesce(b.same_as_id, b.id)
  AND NOT EXISTS (SELECT FROM {table}match m WHERE m.one_id = alike.one AND m.other_id = alike.other)"""
COMPARED = {
    Volunteer: (VOLUNTEERS, "r.id, r.name, r.phone_index, r.id_number_index"),
    Team: (TEAMS, "r.id, r.name, r.community_id, r.registered_no, r.leader, r.phone_index, r.platform"),
}
"""How the rows of a model are compared, and by what of them."""


@dataclass(frozen=True)
class Pair:
    """Two rows that look alike, and by what."""

    one: object
    other: object
    likeness: Likeness


def _select(model, user, what, ending="", params=()):
    inside, reached = within_reach(user, "c.code")
    alike, columns = COMPARED[model]
    query = PAIRS.format(alike=alike, what=what, table=model._meta.db_table, columns=columns, inside=inside)
    with connection.cursor() as cursor:
        cursor.execute(f"{query} {ending}", [*reached, *params])
        return cursor.fetchall()


def count_pairs(model, user):
    return _select(model, user, "count(*)")[0][0]


def pairs(model, user, *, limit, offset=0):
    """The likely duplicates within reach, surest first."""
    found = _select(
        model,
        user,
        "alike.one, alike.other, alike.likeness",
        "ORDER BY alike.likeness = 'name_phone', ac.code, alike.one, alike.other LIMIT %s OFFSET %s",
        [limit, offset],
    )
    rows = model.objects.select_related("community", "team" if model is Volunteer else "same_as")
    rows = rows.in_bulk({pk for one, other, _likeness in found for pk in (one, other)})
    return [Pair(rows[one], rows[other], Likeness(likeness)) for one, other, likeness in found]


def is_alike(model, user, one, other):
    """By what the two rows look alike now; None where they do not, or one of them is out of reach."""
    found = _select(model, user, "alike.likeness", "AND alike.one = %s AND alike.other = %s", [one, other])
    return Likeness(found[0][0]) if found else None
