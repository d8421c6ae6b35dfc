"""The proof by lists that grids leave nothing out: which estates and buildings lie in no general grid or in several,
which grids have nobody, whose numbers are out of sequence, which micro-grids lie outside their parent's community.

An estate without buildings on record stands for itself; of another one each building is asked about. Set-based SQL: a
municipality's 200,000 buildings take seconds.
"""

from dataclasses import dataclass

from django.db import connection, models
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from grids.choices import BESIDE, NETS


class FindingKind(models.TextChoices):
    UNASSIGNED = "unassigned", _("未划入")
    TWICE = "twice", _("重复划入")
    NO_DUTY = "no_duty", _("无人网格")
    NUMBER = "number", _("编号不连续")
    PARENT = "parent", _("上级网格不在本社区")


@dataclass(frozen=True)
class Finding:
    """One thing that does not add up. `subject` is an estate, a building or a grid; the ids say which row it is."""

    kind: str
    community: str
    grids: tuple
    subject: str
    community_id: int
    compound_id: int | None = None
    building_id: int | None = None
    grid_id: int | None = None

    def as_json(self):
        return {"kind": self.kind, "community": self.community, "grids": list(self.grids), "subject": self.subject}


OPEN = "({0}.started_on IS NULL OR {0}.started_on <= %(on)s) AND ({0}.ended_on IS NULL OR {0}.ended_on > %(on)s)"

PLACES = """
place AS MATERIALIZED (
    SELECT id, code FROM communities_community
    WHERE code LIKE ANY (%(codes)s) AND (established_on IS NULL OR established_on <= %(on)s)
      AND (abolished_on IS NULL OR abolished_on > %(on)s))"""

# What lies where: `lying` pairs each building, or the estate that has none, with the general grids that take it in.
LYING = f"""
WITH {PLACES},
net AS MATERIALIZED (
    SELECT g.id, t.id AS top, t.code FROM grids_grid g JOIN grids_grid t ON t.id = coalesce(g.parent_id, g.id)
    WHERE t.kind = 'general' AND t.parent_id IS NULL AND {OPEN.format("t")}),
subject AS MATERIALIZED (
    SELECT p.id AS community_id, p.code AS community, c.id AS compound_id, c.name AS compound,
           coalesce(b.id, 0) AS building_id, b.name AS building, b.grid_id
    FROM place p JOIN property_mgmt_compound c ON c.community_id = p.id
    LEFT JOIN grids_building b ON b.compound_id = c.id),
lying AS (
    SELECT s.compound_id, s.building_id, net.code FROM subject s JOIN net ON net.id = s.grid_id
    UNION
    SELECT s.compound_id, s.building_id, net.code FROM subject s
    JOIN grids_covering v ON v.compound_id = s.compound_id JOIN net ON net.id = v.grid_id)
"""

PLACED = f"""{LYING}
SELECT CASE WHEN count(l.code) = 0 THEN 'unassigned' ELSE 'twice' END, s.community,
       array_remove(array_agg(l.code ORDER BY l.code), NULL), concat_ws(' ', s.compound, s.building),
       s.community_id, s.compound_id, nullif(s.building_id, 0), NULL::bigint
FROM subject s LEFT JOIN lying l USING (compound_id, building_id)
GROUP BY s.community_id, s.community, s.compound_id, s.compound, s.building_id, s.building
HAVING count(l.code) <> 1
ORDER BY s.community, s.compound, s.building
"""

# Of grids: the general ones without anyone; then numbers, each compared with its community's or parent's, and with the
# one before it, which an ended grid may have had; then the tiers.
OF_GRIDS = f"""
WITH {PLACES},
grid AS MATERIALIZED (
    SELECT g.*, p.code AS place, t.community_id AS parent_place, coalesce(t.code, p.code) AS prefix
    FROM grids_grid g JOIN place p ON p.id = g.community_id LEFT JOIN grids_grid t ON t.id = g.parent_id
    WHERE {OPEN.format("g")}),
numbered AS (
    SELECT grid.*, true AS is_own, substr(code, length(prefix) + 1)::int AS serial,
           length(code) - length(prefix) AS width FROM grid WHERE starts_with(code, prefix) AND code <> prefix
    UNION ALL SELECT grid.*, false, 0, 0 FROM grid WHERE NOT starts_with(code, prefix) OR code = prefix),
found AS (
    SELECT 'no_duty' AS finding, grid.* FROM grid WHERE grid.kind = 'general' AND parent_id IS NULL AND NOT EXISTS (
        SELECT FROM grids_gridduty d WHERE d.grid_id = grid.id AND d.role <> ALL (%(beside)s) AND {OPEN.format("d")})
    UNION ALL
    SELECT 'number', grid.* FROM grid JOIN numbered n USING (id) WHERE NOT n.is_own OR n.serial = 0 OR (
        n.serial > 1 AND NOT EXISTS (
            SELECT FROM grids_grid b WHERE b.code = n.prefix || lpad((n.serial - 1)::text, n.width, '0')))
    UNION ALL
    SELECT 'parent', grid.* FROM grid WHERE parent_place <> community_id)
SELECT f.finding, f.place, ARRAY[f.code], f.code, f.community_id, NULL::bigint, NULL::bigint, f.id FROM found f
ORDER BY f.place, f.code
"""

# Ids of buildings that exactly one general grid takes in, their own or one around their estate: the first is the last.
# Said as "not before", because of an equation the planner expects next to no rows. The day twice.
ONCE = """
WITH net AS (
    SELECT g.id, t.id AS top FROM grids_grid g JOIN grids_grid t ON t.id = coalesce(g.parent_id, g.id)
    WHERE t.kind = 'general' AND t.parent_id IS NULL AND (t.started_on IS NULL OR t.started_on <= %s)
      AND (t.ended_on IS NULL OR t.ended_on > %s)),
around AS (
    SELECT v.compound_id, min(net.top) AS first, max(net.top) AS last
    FROM grids_covering v JOIN net ON net.id = v.grid_id GROUP BY v.compound_id)
SELECT b.id FROM grids_building b LEFT JOIN net own ON own.id = b.grid_id LEFT JOIN around USING (compound_id)
WHERE least(own.top, around.first) >= greatest(own.top, around.last)"""

GRIDS = f"SELECT count(*) FROM grids_grid g JOIN place p ON p.id = g.community_id WHERE {OPEN.format('g')}"

UNMERGED = f"""
WITH {PLACES}
SELECT g.kind, count(*), count(DISTINCT g.community_id) FROM grids_grid g JOIN place p ON p.id = g.community_id
WHERE g.kind = ANY (%(nets)s) AND g.parent_id IS NULL AND {OPEN.format("g")} GROUP BY g.kind ORDER BY g.kind
"""


def _ask(statement, codes, on):
    values = {
        "codes": [f"{code}%" for code in codes],
        "on": on,
        "beside": [role.value for role in BESIDE],
        "nets": [net.value for net in NETS],
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def find(codes, on, kinds=FindingKind.values):
    """Every finding of these kinds in the communities whose code begins with one of `codes`."""
    statements = {PLACED: {FindingKind.UNASSIGNED, FindingKind.TWICE}}
    statements |= {OF_GRIDS: {FindingKind.NO_DUTY, FindingKind.NUMBER, FindingKind.PARENT}}
    rows = [row for one, told in statements.items() if told & set(kinds) for row in _ask(one, codes, on)]
    found = [Finding(row[0], row[1], tuple(row[2]), *row[3:]) for row in rows if row[0] in kinds]
    order = {kind: place for place, kind in enumerate(FindingKind.values)}
    return sorted(found, key=lambda each: (order[each.kind], each.community))


def buildings_once(on):
    """For a filter on ids: the buildings that lie in exactly one general grid on the day."""
    return RawSQL(ONCE, [on, on])


def count_grids(codes, on):
    """Grids of all kinds and tiers that exist on the day."""
    return _ask(f"WITH {PLACES} {GRIDS}", codes, on)[0][0]


def unmerged(codes, on):
    """[(kind, grids, communities)] of the nets of single departments that still stand beside the general one."""
    return _ask(UNMERGED, codes, on)
