"""The spells of the worker sheet: which one a row means, what it closes, what it may not overlap."""

from django.utils.translation import gettext as _

from communities.sheets.lookup import within_reach
from sheets.batch import ROWS
from sheets.merging import quote

KEY = [
    ("spell_worker", "worker_id"),
    ("community_code__id", "community_id"),
    ("started_on", "started_on"),
    ("is_primary", "is_primary"),
]
TOLD = 20  # changes of post listed one by one


def refuse_bare_licences(batch):
    """A certificate's number or date without its kind."""
    batch.find_all(
        f"SELECT sheet_row FROM {ROWS} WHERE licence_grade IS NULL "
        "AND (licence_number IS NOT NULL OR licence_issued_on IS NOT NULL)",
        "licence_grade",
        "required",
        _("填写了证书编号或取得日期,还需填写职业资格。"),
    )


# Primary spells of the persons concerned as they will be: those of the file, and stored ones the file leaves alone.
PRIMARY = """
SELECT id, worker_id, community_id, started_on, ended_on, sheet_row, sheet_new, sheet_changed
FROM after_spell WHERE is_primary AND started_on IS NOT NULL
UNION ALL
SELECT s.id, s.worker_id, s.community_id, s.started_on, s.ended_on, 0, false, false FROM staffing_spell s
WHERE s.is_primary AND s.worker_id IN (SELECT worker_id FROM after_spell)
  AND NOT EXISTS (SELECT FROM after_spell a WHERE a.id = s.id)
"""


def close_earlier(batch):
    """In the same community a later spell closes the open one on its first day (岗位变动)."""
    batch.execute("DROP TABLE IF EXISTS closing")
    batch.execute(
        f"""CREATE TEMPORARY TABLE closing ON COMMIT DROP AS
            WITH spells AS MATERIALIZED ({PRIMARY})
            SELECT DISTINCT ON (o.id) o.id, o.sheet_row, n.started_on AS ended_on, n.sheet_row AS by_row
            FROM spells o JOIN spells n ON n.worker_id = o.worker_id AND n.community_id = o.community_id
            WHERE o.ended_on IS NULL AND n.sheet_new AND n.started_on > o.started_on
            ORDER BY o.id, n.started_on"""
    )
    batch.execute(
        "UPDATE after_spell a SET ended_on = c.ended_on, sheet_changed = true FROM closing c WHERE c.id = a.id"
    )
    fields = [field.column for field in batch.sheet.main.model._meta.concrete_fields]
    stored = [name for name in fields if name not in ("created_at", "created_by_id", "updated_at", "updated_by_id")]
    values = ", ".join("c.ended_on" if name == "ended_on" else f"s.{quote(name)}" for name in stored)
    batch.execute(
        f"INSERT INTO after_spell ({', '.join(map(quote, stored))}, sheet_row, sheet_new, sheet_changed) "
        f"SELECT {values}, c.by_row, false, true FROM closing c JOIN staffing_spell s USING (id) WHERE c.sheet_row = 0"
    )
    _note_closed(batch)


def note_blank_posts(batch):
    """Who is not said to hold an approved post is registered as holding none, and counts in no rate of posts."""
    query = (
        f"FROM {ROWS} r JOIN after_spell a USING (sheet_row) WHERE a.sheet_new AND a.is_primary AND r.approved IS NULL"
    )
    ((blank,),) = batch.select(f"SELECT count(*) {query}")
    if blank:
        text = _("%s行没有填“占核定岗位”,按“否”登记,不计入在岗率、借调率和岗位空缺;占核定岗位的人请填“是”后再导入。")
        batch.note(text % blank)


def _note_closed(batch):
    closed = batch.select("SELECT by_row, ended_on FROM closing ORDER BY by_row")
    for row, day in closed[:TOLD]:
        batch.note(_("第%(row)s行:岗位变动,原任职于%(day)s结束。") % {"row": row, "day": day})
    if len(closed) > TOLD:
        batch.note(_("共有%s人岗位变动。") % len(closed))


def refuse_overlaps(batch):
    """Primary spells of one person never overlap. Place and start of the other one are told within reach only."""
    inside, params = within_reach(batch.user, "c.code")
    rows = batch.select(
        f"""WITH spells AS MATERIALIZED ({PRIMARY})
            SELECT DISTINCT ON (a.sheet_row) a.sheet_row, b.started_on, b.ended_on, b.sheet_row,
                   CASE WHEN {inside} THEN coalesce(nullif(c.short_name, ''), c.name) END
            FROM spells a
            JOIN spells b ON b.worker_id = a.worker_id AND b.id <> a.id
             AND daterange(a.started_on, CASE WHEN a.ended_on >= a.started_on THEN a.ended_on END)
              && daterange(b.started_on, CASE WHEN b.ended_on >= b.started_on THEN b.ended_on END)
            LEFT JOIN communities_community c ON c.id = b.community_id
            WHERE a.sheet_row > 0 AND a.sheet_changed AND (b.sheet_row < a.sheet_row OR NOT b.sheet_changed)
            ORDER BY a.sheet_row, b.started_on""",
        params,
    )
    for row, started_on, ended_on, other, place in rows:
        told = {"place": place or _("其他单位"), "start": started_on, "end": ended_on or _("至今"), "row": other}
        where = _("第%(row)s行") % told if other else _("登记册")
        text = _("与%(where)s中%(place)s的主要任职(%(start)s起,%(end)s)时间重叠,请先填写原任职的离任日期。")
        batch.find(row, "started_on", "overlap", text % (told | {"where": where}))
