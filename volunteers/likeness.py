"""Which rows look like the same person or team: by identity number, else by name and phone. Nobody links them but
people (`services.settle`); a pair that has been decided is not shown again."""

from dataclasses import dataclass

from django.db import connection

from communities.sheets.lookup import within_reach
from volunteers.choices import Likeness
from volunteers.models import Volunteer

VOLUNTEERS = """
    SELECT a.id AS one, b.id AS other, 'id_number' AS likeness
    FROM volunteers_volunteer a JOIN volunteers_volunteer b ON b.id_number_index = a.id_number_index AND b.id > a.id
    UNION ALL
    SELECT a.id, b.id, 'name_phone'
    FROM volunteers_volunteer a
    JOIN volunteers_volunteer b ON b.phone_index = a.phone_index AND b.name = a.name AND b.id > a.id
    WHERE a.id_number_index IS NULL OR b.id_number_index IS NULL"""

TEAMS = """
    SELECT one, other, min(likeness) AS likeness FROM (
        SELECT a.id AS one, b.id AS other, 'registered_no' AS likeness FROM volunteers_team a
        JOIN volunteers_team b ON b.registered_no = a.registered_no AND b.id > a.id WHERE a.registered_no > ''
        UNION ALL
        SELECT a.id, b.id, 'name' FROM volunteers_team a
        JOIN volunteers_team b ON b.community_id = a.community_id AND b.name = a.name AND b.id > a.id
        UNION ALL
        SELECT a.id, b.id, 'leader_phone' FROM volunteers_team a
        JOIN volunteers_team b ON b.phone_index = a.phone_index AND b.leader = a.leader AND b.id > a.id
        WHERE a.leader > '' AND a.platform <> b.platform
    ) alike GROUP BY one, other"""

# Pairs of rows that both go on, both within reach, neither decided nor known to be the same by what was decided.
PAIRS = """
WITH alike AS ({alike})
SELECT {what} FROM alike
JOIN {table} a ON a.id = alike.one JOIN communities_community ac ON ac.id = a.community_id
JOIN {table} b ON b.id = alike.other JOIN communities_community bc ON bc.id = b.community_id
WHERE a.ended_on IS NULL AND b.ended_on IS NULL AND {a_inside} AND {b_inside}
  AND coalesce(a.same_as_id, a.id) <> coalesce(b.same_as_id, b.id)
  AND NOT EXISTS (SELECT FROM {matches} m WHERE m.one_id = alike.one AND m.other_id = alike.other)"""


@dataclass(frozen=True)
class Pair:
    """Two rows that look alike, and by what."""

    one: object
    other: object
    likeness: Likeness


def _select(model, user, what, ending="", params=()):
    a_inside, a_params = within_reach(user, "ac.code")
    b_inside, b_params = within_reach(user, "bc.code")
    table = model._meta.db_table
    alike = VOLUNTEERS if model is Volunteer else TEAMS
    query = PAIRS.format(
        alike=alike, what=what, table=table, matches=f"{table}match", a_inside=a_inside, b_inside=b_inside
    )
    with connection.cursor() as cursor:
        cursor.execute(f"{query} {ending}", [*a_params, *b_params, *params])
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
