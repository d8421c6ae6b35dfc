"""Who is meant by a row about a volunteer: 来源平台 and 平台编号 where they are given, else the 身份证号.

The same identity number on another platform is another registration: nothing here makes one of two.
"""

from django.utils.translation import gettext as _

from communities.sheets.lookup import within_reach
from sheets.batch import ROWS

HERE = "volunteers_volunteer v JOIN communities_community c ON c.id = v.community_id"
NEWEST = "(v.ended_on IS NULL) DESC, v.ended_on DESC, v.id DESC"


def refuse_unnamed(batch, digest):
    """A row needs a number of its platform or a full identity number."""
    masked = _("身份证号已打码,请同时填写来源平台和平台编号,或填写完整的身份证号。")
    bare = _("平台编号和身份证号至少填一项;来源平台的名册请保留平台编号。")
    column = "platform_no" if batch.has("platform_no") or not batch.has("id_number") else "id_number"
    if not batch.has("platform_no") and not batch.has("id_number"):
        message = _("缺少“平台编号”列(社区自行登记的志愿者可改用“身份证号”列)。")
        batch.find(batch.layout.header_row, column, "missing_column", message)
        return
    hidden = "id_number__masked" if "id_number__masked" in staged_names(batch) else "false"
    rows = batch.select(f"SELECT sheet_row, {hidden} FROM {ROWS} WHERE platform_no IS NULL AND {digest} IS NULL")
    for row, is_masked in rows:
        if is_masked or not {(row, "id_number"), (row, "platform_no")} & batch.found:
            batch.find(row, column, "required", masked if is_masked else bare)


def staged_names(batch):
    return {name for column in batch.sheet.columns for name, _kind in column.staged()}


def find(batch, into, digest):
    """Write the ids of the volunteers within reach that the rows mean into the staged column `into`."""
    inside, params = within_reach(batch.user, "c.code")
    batch.execute(
        f"""UPDATE {ROWS} r SET {into} = v.id FROM (
            SELECT DISTINCT ON (v.platform, v.platform_no) v.id, v.platform, v.platform_no FROM {HERE} AND {inside}
            WHERE EXISTS (SELECT FROM {ROWS} x WHERE x.platform_no = v.platform_no)
            ORDER BY v.platform, v.platform_no, {NEWEST}) v
            WHERE r.platform_no = v.platform_no AND coalesce(r.platform, '') = v.platform""",
        params,
    )
    batch.execute(
        f"""UPDATE {ROWS} r SET {into} = v.id FROM (
            SELECT DISTINCT ON (r.sheet_row) r.sheet_row, v.id FROM {ROWS} r
            JOIN ({HERE} AND {inside}) ON v.id_number_index = r.{digest}
            WHERE r.platform_no IS NULL AND (r.platform IS NULL OR r.platform = v.platform)
            ORDER BY r.sheet_row, (v.ended_on IS NULL) DESC, (v.platform = '') DESC, (v.same_as_id IS NULL) DESC, v.id
            ) v WHERE v.sheet_row = r.sheet_row""",
        params,
    )


def refuse_kept_elsewhere(batch, into, digest):
    """The number belongs to somebody out of reach; where is not told."""
    taken = f"SELECT r.sheet_row FROM {ROWS} r JOIN volunteers_volunteer o ON o.ended_on IS NULL AND "
    platform = "o.platform = r.platform AND o.platform <> '' AND o.platform_no = r.platform_no"
    elsewhere = _("该志愿者已由其他单位登记,请由上级在“疑似重复”页核对,或请对方办理退出。")
    batch.find_all(f"{taken} {platform} WHERE r.{into} IS NULL", "platform_no", "registered_elsewhere", elsewhere)
    by_hand = f"o.platform = '' AND coalesce(r.platform, '') = '' AND o.id_number_index = r.{digest}"
    batch.find_all(
        f"{taken} {by_hand} WHERE r.{into} IS NULL AND r.platform_no IS NULL",
        "id_number",
        "registered_elsewhere",
        elsewhere,
    )
    batch.find_all(
        f"SELECT sheet_row, platform_no FROM {ROWS} WHERE {into} IS NULL "
        "AND platform_no > '' AND coalesce(platform, '') = ''",
        "platform_no",
        "unknown_code",
        _("没有来源平台时,平台编号由系统生成;您的辖区内没有“%s”,请补填来源平台,或把平台编号留空。"),
    )
