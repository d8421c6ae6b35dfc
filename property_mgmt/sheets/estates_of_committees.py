"""Which estates the rows of the committee sheet mean, and what that changes."""

from django.utils import timezone
from django.utils.translation import gettext as _

from communities.sheets.lookup import within_reach
from sheets.batch import ROWS

COLUMN = "compounds"

# Each estate named in a row, found in the row's community, in the one named before it, or among the committee's own.
NAMED = f"""
CREATE TEMPORARY TABLE estates_named ON COMMIT DROP AS
SELECT r.sheet_row, r.sheet_committee_id AS committee_id, r.community_code__id AS community_id, item,
       CASE WHEN item LIKE '%/%' THEN split_part(item, '/', 1) END AS place,
       CASE WHEN item LIKE '%/%' THEN substr(item, strpos(item, '/') + 1) ELSE item END AS estate,
       NULL::bigint AS compound_id
FROM {ROWS} r, unnest(string_to_array(r.compounds, ';')) item WHERE r.compounds > ''
"""
OWN = """
UPDATE estates_named n SET compound_id = c.id FROM property_mgmt_compound c
WHERE n.place IS NULL AND c.community_id = n.community_id AND c.name = n.estate
"""
OTHER = """
UPDATE estates_named n SET compound_id = found.id FROM (
    SELECT n.sheet_row, n.item, min(p.id) AS id FROM estates_named n
    JOIN property_mgmt_compound p ON p.name = n.estate
    JOIN communities_community c ON c.id = p.community_id AND n.place IN (c.code, c.name, c.short_name)
    JOIN communities_community own ON own.id = n.community_id
    WHERE n.place IS NOT NULL AND ({inside} OR EXISTS (SELECT FROM property_mgmt_committeeestate e
          WHERE e.committee_id = n.committee_id AND e.compound_id = p.id))
      AND (c.abolished_on IS NULL AND left(c.code, 6) = left(own.code, 6) OR n.place = c.code)
    GROUP BY n.sheet_row, n.item HAVING count(*) = 1) found
WHERE found.sheet_row = n.sheet_row AND found.item = n.item
"""


def resolve(batch):
    """Find the estates; what is not found within reach is told, and nothing about what lies beyond."""
    batch.execute("DROP TABLE IF EXISTS estates_named")
    batch.execute(NAMED)
    batch.execute(OWN)
    inside, params = within_reach(batch.user, "c.code")
    batch.execute(OTHER.format(inside=inside), params)
    batch.find_all(
        """SELECT sheet_row, item FROM estates_named
           WHERE compound_id IS NULL AND community_id IS NOT NULL AND place IS NULL""",
        COLUMN,
        "unknown_code",
        _("本社区没有名为“%s”的小区;其他社区的小区请写作“社区/小区”。"),
    )
    batch.find_all(
        "SELECT sheet_row, item FROM estates_named WHERE compound_id IS NULL AND place IS NOT NULL",
        COLUMN,
        "unknown_code",
        _("您的辖区内没有“%s”,请核对社区和小区名称,或在“/”前填社区编码。"),
    )


def check(batch):
    _check_agreement(batch)
    _check_given(batch)
    _check_streets(batch)
    _check_taken(batch)
    _mark_changes(batch)


def _check_agreement(batch):
    batch.find_all(
        f"""SELECT sheet_row, first FROM (
            SELECT sheet_row, compounds, first_value(compounds) OVER same AS said,
                   first_value(sheet_row) OVER same AS first
            FROM {ROWS} WHERE compounds > '' AND sheet_committee_id IS NOT NULL
            WINDOW same AS (PARTITION BY sheet_committee_id ORDER BY sheet_row)) rows
            WHERE compounds <> said""",
        COLUMN,
        "conflict",
        _("与第%s行同一委员会的小区不一致,请核对。"),
    )


def _check_given(batch):
    """A new committee stands for at least one estate."""
    rows = batch.select(
        f"""SELECT min(sheet_row) FROM {ROWS} WHERE sheet_committee_new AND sheet_committee_id > 0
            GROUP BY sheet_committee_id HAVING bool_and(coalesce(compounds, '') = '') ORDER BY 1"""
    )
    if rows and not batch.has(COLUMN):
        batch.find(batch.layout.header_row, COLUMN, "missing_column", _("缺少“小区”列,请按模板补上。"))
        return
    for (row,) in rows:
        batch.find(row, COLUMN, "required", _("请填写该委员会代表的小区。"))


def _check_streets(batch):
    """A joint committee lies in one street: its seat and all its estates."""
    batch.find_all(
        """SELECT n.sheet_row, n.item FROM estates_named n
           JOIN property_mgmt_compound p ON p.id = n.compound_id
           JOIN communities_community c ON c.id = p.community_id
           JOIN communities_community own ON own.id = n.community_id
           WHERE left(c.code, 9) <> left(own.code, 9)""",
        COLUMN,
        "conflict",
        _("“%s”在另一个街道(乡镇),不能跨街道联合组建委员会。"),
    )


def _check_taken(batch):
    """No estate has two committees at a time: in the register or in this file."""
    batch.find_all(
        """SELECT DISTINCT n.sheet_row, p.name, o.name FROM estates_named n
           JOIN property_mgmt_compound p ON p.id = n.compound_id
           JOIN after_committee a ON a.id = n.committee_id
           JOIN property_mgmt_committeeestate e ON e.compound_id = n.compound_id AND e.committee_id <> n.committee_id
           JOIN property_mgmt_committee o ON o.id = e.committee_id LEFT JOIN after_committee oa ON oa.id = o.id
           WHERE daterange(a.established_on, a.ended_on)
                 && daterange(e.started_on, coalesce(e.ended_on, oa.ended_on, o.ended_on))
             AND NOT EXISTS (SELECT FROM property_mgmt_committeeestate mine
                             WHERE mine.committee_id = n.committee_id AND mine.compound_id = n.compound_id)""",
        COLUMN,
        "overlap",
        _("%s这一时期已有委员会“%s”,请先终止原委员会,或办理换届。"),
    )
    batch.find_all(
        """SELECT n.sheet_row, n.item, min(o.sheet_row) FROM estates_named n JOIN estates_named o
               ON o.compound_id = n.compound_id AND o.committee_id <> n.committee_id AND o.sheet_row < n.sheet_row
           JOIN after_committee a ON a.id = n.committee_id JOIN after_committee b ON b.id = o.committee_id
           WHERE daterange(a.established_on, a.ended_on) && daterange(b.established_on, b.ended_on)
           GROUP BY n.sheet_row, n.item""",
        COLUMN,
        "overlap",
        _("“%s”在第%s行已属于另一个委员会。"),
    )


# Estates that join (`joins`) and estates no longer named, of committees whose estates the file names.
_STANDING = """(e.ended_on IS NULL OR e.ended_on = (
        SELECT c.ended_on FROM property_mgmt_committee c WHERE c.id = e.committee_id))"""
CHANGES = f"""
CREATE TEMPORARY TABLE estates_changed ON COMMIT DROP AS
SELECT DISTINCT n.committee_id, n.compound_id, NULL::bigint AS estate_id, true AS joins FROM estates_named n
WHERE n.compound_id IS NOT NULL AND n.committee_id > 0 AND NOT EXISTS (
    SELECT FROM property_mgmt_committeeestate e
    WHERE e.committee_id = n.committee_id AND e.compound_id = n.compound_id AND {_STANDING})
UNION ALL
SELECT e.committee_id, e.compound_id, e.id, false FROM property_mgmt_committeeestate e
WHERE {_STANDING} AND e.committee_id IN (SELECT committee_id FROM estates_named)
  AND NOT EXISTS (SELECT FROM estates_named n WHERE n.committee_id = e.committee_id AND n.compound_id = e.compound_id)
"""


def _mark_changes(batch):
    """A committee whose estates change is a changed row, also where nothing else of it does."""
    batch.execute("DROP TABLE IF EXISTS estates_changed")
    batch.execute(CHANGES)
    batch.execute(
        "UPDATE after_committee a SET sheet_changed = true WHERE id IN (SELECT committee_id FROM estates_changed)"
    )


def write(batch):
    """Estates of a new committee belong to it from the first day, later ones from today; left ones until today."""
    today = timezone.localdate()
    batch.execute(
        """UPDATE property_mgmt_committeeestate e SET ended_on = greatest(e.started_on, %s)
           FROM estates_changed x WHERE x.estate_id = e.id""",
        [today],
    )
    batch.execute(
        """UPDATE property_mgmt_committeeestate e SET ended_on = a.ended_on FROM after_committee a
           WHERE a.id = e.committee_id AND a.sheet_changed AND a.ended_on IS NOT NULL AND e.ended_on IS NULL"""
    )
    batch.execute(
        """INSERT INTO property_mgmt_committeeestate
               (committee_id, compound_id, started_on, ended_on, source, month_only)
           SELECT x.committee_id, x.compound_id,
                  CASE WHEN a.sheet_new THEN a.established_on ELSE greatest(a.established_on, %s) END,
                  a.ended_on, '', '{}'
           FROM estates_changed x JOIN after_committee a ON a.id = x.committee_id WHERE x.joins
           ORDER BY a.sheet_row, x.compound_id""",
        [today],
    )
