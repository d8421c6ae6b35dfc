"""Which grid a row means, and which number a new one gets: by code, else by name within its community or parent."""

from django.utils.translation import gettext as _

from communities.sheets.lookup import within_reach
from sheets.batch import ROWS

CODE = r"^\d{15}$"
"""A parent is told by its code or by its name."""

# The grid of a name that lasts, else the last one that was called so.
NAMED = """
SELECT DISTINCT ON (g.community_id, g.parent_id, g.name) g.id, g.code, g.community_id, g.name, t.code AS parent_code
FROM grids_grid g LEFT JOIN grids_grid t ON t.id = g.parent_id
WHERE g.name > '' AND g.community_id IN (SELECT community_code__id FROM {rows})
ORDER BY g.community_id, g.parent_id, g.name, g.ended_on DESC NULLS FIRST"""

# The numbers after the last one below each prefix, of the register and of the file, in the order of the file.
ISSUE = """
WITH wanted AS MATERIALIZED (
    SELECT r.sheet_row, {prefix} AS prefix, min(r.sheet_row) OVER (PARTITION BY {prefix}, r.name) AS first
    FROM {rows} r WHERE r.code IS NULL AND r.name IS NOT NULL AND {which}),
taken AS (
    SELECT left(code, {width}) AS prefix, max(right(code, {digits})::int) AS last
    FROM (SELECT code FROM grids_grid UNION ALL SELECT code FROM {rows} WHERE code ~ '^[0-9]+$') k
    WHERE length(code) = {width} + {digits} AND left(code, {width}) IN (SELECT prefix FROM wanted) GROUP BY 1),
numbered AS (
    SELECT w.sheet_row, w.prefix,
           coalesce(t.last, 0) + dense_rank() OVER (PARTITION BY w.prefix ORDER BY w.first) AS serial
    FROM wanted w LEFT JOIN taken t USING (prefix) WHERE w.prefix IS NOT NULL)
UPDATE {rows} r SET code = n.prefix || lpad(n.serial::text, {digits}, '0') FROM numbered n
WHERE r.sheet_row = n.sheet_row AND n.serial < 10 ^ {digits}"""


def match_codes(batch, part):
    """Grids within reach by their code; one of that number elsewhere is told by the number alone."""
    inside, params = within_reach(batch.user, "c.code")
    batch.execute(
        f"""UPDATE {ROWS} r SET {part.id} = g.id FROM grids_grid g
            JOIN communities_community c ON c.id = g.community_id AND {inside} WHERE g.code = r.code""",
        params,
    )
    batch.find_all(
        f"""SELECT r.sheet_row, r.code FROM {ROWS} r JOIN grids_grid g ON g.code = r.code WHERE r.{part.id} IS NULL""",
        "code",
        "foreign_territory",
        _("网格编码“%s”不在您的辖区内,请核对。"),
    )
    batch.execute(f"UPDATE {ROWS} r SET code = NULL FROM grids_grid g WHERE g.code = r.code AND r.{part.id} IS NULL")


def number_grids(batch, part):
    """Rows without code and parent: known by their name in the community, else new."""
    batch.execute(
        f"""UPDATE {ROWS} r SET {part.id} = g.id, code = g.code FROM ({NAMED.format(rows=ROWS)}) g
            WHERE r.code IS NULL AND r.parent_code IS NULL AND g.parent_code IS NULL
              AND g.community_id = r.community_code__id AND g.name = r.name"""
    )
    code = "(SELECT c.code FROM communities_community c WHERE c.id = r.community_code__id)"
    batch.execute(ISSUE.format(rows=ROWS, prefix=code, width=12, digits=3, which="r.parent_code IS NULL"))
    _refuse_exhausted(batch, "r.parent_code IS NULL AND r.community_code__id IS NOT NULL")


def name_parents(batch):
    """A parent's name becomes its code."""
    batch.execute(
        f"""UPDATE {ROWS} r SET parent_code = found.code FROM (
                SELECT community_id, name, code FROM grids_grid WHERE parent_id IS NULL AND name > ''
                  AND ended_on IS NULL AND community_id IN (SELECT community_code__id FROM {ROWS})
                UNION SELECT community_code__id, name, code FROM {ROWS} WHERE parent_code IS NULL AND code IS NOT NULL
            ) found
            WHERE r.parent_code !~ '{CODE}' AND found.community_id = r.community_code__id
              AND found.name = r.parent_code"""
    )


def number_micro_grids(batch, part):
    """Rows with a parent and without code: known by their name under the parent, else new."""
    batch.execute(
        f"""UPDATE {ROWS} r SET {part.id} = g.id, code = g.code FROM ({NAMED.format(rows=ROWS)}) g
            WHERE r.code IS NULL AND g.parent_code = r.parent_code AND g.community_id = r.community_code__id
              AND g.name = r.name"""
    )
    known = f"(SELECT code FROM grids_grid UNION SELECT code FROM {ROWS} WHERE code IS NOT NULL)"
    which = f"r.parent_code ~ '{CODE}' AND r.parent_code IN {known}"
    batch.execute(ISSUE.format(rows=ROWS, prefix="r.parent_code", width=15, digits=2, which=which))
    _refuse_exhausted(batch, which)


def _refuse_exhausted(batch, which):
    batch.find_all(
        f"SELECT sheet_row FROM {ROWS} r WHERE code IS NULL AND name IS NOT NULL AND {which}",
        "code",
        "out_of_range",
        _("网格序号已用完,不能再编号,请联系系统管理员。"),
    )


def find_parents(batch, part):
    """Parents of the register, within reach, and those that are new in the same file."""
    inside, params = within_reach(batch.user, "c.code")
    batch.execute(
        f"""UPDATE {ROWS} r SET parent_code__id = found.id FROM (
                SELECT g.code, g.id FROM grids_grid g JOIN communities_community c ON c.id = g.community_id AND {inside}
                UNION SELECT code, {part.id} FROM {ROWS} WHERE {part.id} > 0 AND {part.is_new}) found
            WHERE found.code = r.parent_code""",
        params,
    )
    batch.find_all(
        f"SELECT sheet_row, parent_code FROM {ROWS} WHERE parent_code > '' AND parent_code__id IS NULL",
        "parent_code",
        "unknown_code",
        _("您的辖区内没有上级网格“%s”,请填写其编码,或其在本社区的名称。"),
    )


def check_numbers(batch):
    """A new number begins with the code of its community, a micro-grid's with its parent's; no grid moves."""
    batch.find_all(
        f"""SELECT sheet_row, CASE WHEN parent_id IS NULL THEN 15 ELSE 17 END FROM after_grid
            WHERE sheet_changed AND code > '' AND (parent_id IS NULL) <> (code ~ '{CODE}')""",
        "code",
        "mismatch",
        _("网格编码应为%s位:没有上级网格的15位,微网格17位。"),
    )
    batch.find_all(
        """SELECT a.sheet_row, a.code, coalesce(t.code, n.code, c.code) FROM after_grid a
           JOIN communities_community c ON c.id = a.community_id
           LEFT JOIN grids_grid t ON t.id = a.parent_id LEFT JOIN after_grid n ON n.id = a.parent_id
           WHERE a.sheet_new AND a.code > '' AND NOT starts_with(a.code, coalesce(t.code, n.code, c.code))""",
        "code",
        "mismatch",
        _("网格编码“%s”应以“%s”开头,请核对;留空则由系统编号。"),
    )
    batch.find_all(
        """SELECT a.sheet_row, c.name FROM after_grid a JOIN grids_grid g ON g.id = a.id
           JOIN communities_community c ON c.id = g.community_id WHERE a.community_id <> g.community_id""",
        "community_code",
        "mismatch",
        _("这个编码的网格属于%s,请核对社区或编码。"),
    )


def check_parents(batch):
    """What changes in the file keeps to two tiers in one community."""
    parent = """
        SELECT a.sheet_row, p.code, c.name FROM after_grid a LEFT JOIN grids_grid g ON g.id = a.id
        JOIN (SELECT id, code, community_id, parent_id FROM after_grid UNION ALL
              SELECT id, code, community_id, parent_id FROM grids_grid s
              WHERE NOT EXISTS (SELECT FROM after_grid x WHERE x.id = s.id)) p ON p.id = a.parent_id
        JOIN communities_community c ON c.id = p.community_id
        WHERE (g.id IS NULL OR g.parent_id IS DISTINCT FROM a.parent_id) AND """
    batch.find_all(
        f"{parent} p.community_id <> a.community_id",
        "parent_code",
        "conflict",
        _("上级网格%s属于%s,微网格须与上级网格在同一社区。"),
    )
    batch.find_all(
        f"{parent} p.parent_id IS NOT NULL",
        "parent_code",
        "conflict",
        _("上级网格%s(%s)本身是微网格,请填写15位编码的网格。"),
    )
