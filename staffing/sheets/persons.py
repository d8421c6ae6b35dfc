"""Who is meant by a row of the worker sheet, and what is known of that person.

A person within reach is found by 人员编号 or 身份证号; a number kept elsewhere is refused without telling where.
"""

from django.utils.translation import gettext as _

from communities.sheets.lookup import within_reach
from sheets.batch import ROWS
from staffing.choices import OTHER_GENDER, Gender
from staffing.numbers import issue_staff_numbers

DIGEST = "id_number__id_number_index"
REACHED = "staffing_worker w JOIN communities_community c ON c.id = w.community_id"


def refuse_unnamed(batch):
    """A row needs a number of the register or a full identity number."""
    column = "id_number" if batch.has("id_number") or not batch.has("staff_no") else "staff_no"
    if not batch.has("id_number") and not batch.has("staff_no"):
        message = _("缺少“身份证号”列(更新已登记人员时也可只用“人员编号”列)。")
        batch.find(batch.layout.header_row, column, "missing_column", message)
        return
    rows = batch.select(f"SELECT sheet_row, id_number__masked FROM {ROWS} WHERE staff_no IS NULL AND {DIGEST} IS NULL")
    for row, masked in rows:
        if masked:
            batch.find(row, column, "required", _("身份证号已打码,请同时填写人员编号,或填写完整的身份证号。"))
        elif not {(row, "id_number"), (row, "staff_no")} & batch.found:
            batch.find(row, column, "required", _("人员编号和身份证号至少填一项;新增人员必须填身份证号。"))
    batch.find_all(
        f"SELECT sheet_row FROM {ROWS} WHERE phone__masked AND staff_no IS NULL",
        "phone",
        "required",
        _("手机号已打码,请同时填写人员编号,或填写完整的手机号。"),
    )


def match(batch, part):
    """Find the persons of the register; take the key from rows whose person is kept elsewhere."""
    inside, params = within_reach(batch.user, "c.code")
    reached = f"{REACHED} AND {inside}"
    batch.execute(
        f"UPDATE {ROWS} r SET {part.id} = w.id FROM {reached} WHERE w.staff_no = r.staff_no",
        params,
    )
    batch.find_all(
        f"SELECT sheet_row, staff_no FROM {ROWS} WHERE staff_no > '' AND {part.id} IS NULL",
        "staff_no",
        "unknown_code",
        _("您的辖区内没有人员编号“%s”,请核对;新增人员的人员编号留空,由系统生成。"),
    )
    batch.execute(
        f"UPDATE {ROWS} r SET {part.id} = w.id FROM {reached} "
        f"WHERE r.staff_no IS NULL AND w.id_number_index = r.{DIGEST}",
        params,
    )
    _refuse_kept_elsewhere(batch, part, reached, params)


def _refuse_kept_elsewhere(batch, part, reached, params):
    """The number belongs to somebody else: within reach a mix-up, elsewhere a person to be transferred."""
    owned = f"SELECT r.sheet_row FROM {ROWS} r JOIN staffing_worker o ON o.id_number_index = r.{DIGEST} "
    other = f"WHERE r.{part.id} IS DISTINCT FROM o.id AND {{}} (SELECT FROM {reached} WHERE w.id = o.id)"
    mixed = owned + other.format("r.staff_no > '' AND EXISTS")
    batch.find_all(mixed, "id_number", "mismatch", _("身份证号与人员编号不是同一个人,请核对。"), params)
    elsewhere = owned + other.format("NOT EXISTS")
    batch.find_all(elsewhere, "id_number", "registered_elsewhere", _("该身份证号已由其他单位登记,请办理调入。"), params)
    batch.execute(
        f"UPDATE {ROWS} r SET {DIGEST} = NULL FROM staffing_worker o "
        f"WHERE o.id_number_index = r.{DIGEST} AND r.{part.id} IS DISTINCT FROM o.id"
    )


def fill(batch):
    """What follows once the persons are known: birth date and gender that nobody stated, from the identity number; the
    owner of spell and certificate; and where the file lies: at the latest primary spell, of the sheet and the register.
    """
    batch.execute(
        f"""UPDATE {ROWS} r SET
                born_on = coalesce(r.born_on, CASE WHEN x.born_on IS NULL THEN r.id_number__born END),
                gender = coalesce(r.gender, CASE WHEN coalesce(x.gender, '') = '' THEN r.id_number__gender END),
                is_primary = coalesce(r.is_primary, true),
                spell_worker = r.sheet_worker_id, licence_worker = r.sheet_worker_id,
                person_community = CASE WHEN coalesce(r.is_primary, true) OR r.sheet_worker_new THEN x.community END
            FROM (SELECT s.sheet_row, w.born_on, w.gender, latest.community FROM {ROWS} s
                  LEFT JOIN staffing_worker w ON w.id = s.sheet_worker_id
                  LEFT JOIN ({LATEST}) latest ON latest.person = s.sheet_worker_id) x
            WHERE x.sheet_row = r.sheet_row"""
    )


LATEST = f"""
SELECT DISTINCT ON (person) person, community FROM (
    SELECT sheet_worker_id AS person, community_code__id AS community, started_on,
           coalesce(is_primary, true) AS is_primary
    FROM {ROWS} WHERE community_code__id IS NOT NULL
    UNION ALL
    SELECT worker_id, community_id, started_on, true FROM staffing_spell
    WHERE is_primary AND worker_id IN (SELECT sheet_worker_id FROM {ROWS})
) spells ORDER BY person, is_primary DESC, started_on DESC NULLS LAST
"""


def refuse_other_gender(batch):
    """A gender that contradicts the identity number of its row: one of the two is wrong."""
    query = (
        f"SELECT sheet_row, gender, id_number__gender FROM {ROWS} WHERE gender <> '' AND gender <> id_number__gender"
    )
    for row, stated, by_number in batch.select(query):
        told = {"stated": Gender(stated).label, "by_number": Gender(by_number).label}
        batch.find(row, "gender", "mismatch", OTHER_GENDER % told)


def note_birth_dates(batch):
    """A birth date that differs from the identity number is kept, and said."""
    rows = batch.select(
        f"""SELECT sheet_row, born_on, id_number__born FROM {ROWS} WHERE born_on <> id_number__born
            AND NOT (born_on__month AND date_trunc('month', id_number__born) = born_on) ORDER BY sheet_row"""
    )
    for row, born_on, by_number in rows:
        text = _("第%(row)s行:出生日期%(born_on)s与身份证号中的%(by_number)s不同,已按填写的登记。")
        batch.note(text % {"row": row, "born_on": born_on, "by_number": by_number})


def number(batch):
    """New persons get their 人员编号, in the order of the file, by the county of their community."""
    people = batch.select(
        "SELECT left(c.code, 6), array_agg(a.id ORDER BY a.sheet_row) FROM after_worker a "
        "JOIN communities_community c ON c.id = a.community_id WHERE a.sheet_new GROUP BY 1 ORDER BY 1"
    )
    for county, ids in people:
        numbers = issue_staff_numbers(county, len(ids))
        batch.execute(
            "UPDATE after_worker a SET staff_no = n.staff_no "
            "FROM unnest(%s::bigint[], %s::text[]) n (id, staff_no) WHERE n.id = a.id",
            [ids, numbers],
        )
