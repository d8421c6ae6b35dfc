"""The sheet `team`: one row is one team on one platform."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.sheets.lookup import community_columns
from sheets.batch import ROWS
from sheets.columns import Choice, Date, Text
from sheets.registry import register
from sheets.sheet import Part, Sheet
from staffing.sheets.people import PersonName, Phone
from volunteers.likeness import count_pairs
from volunteers.models import Team
from volunteers.sheets.columns import platform

NAMED = "m.community_id = r.community_code__id AND m.name = r.name"


@register
class TeamSheet(Sheet):
    name = "team"
    title = gettext_lazy("志愿服务队")
    model = Team
    reveal_permission = "volunteers.reveal_volunteer"
    has_platform = True
    own_constraints = ("team_not_its_own_double",)
    constraint_codes = {"team_ends_after_start": ("order", "ended_on")}

    def make_parts(self):
        key = [("community_code__id", "community_id"), ("name", "name"), ("platform", "platform")]
        return [Part(Team, key=key)]

    def make_columns(self):
        return [
            *community_columns(),
            Text("name", key=True, aliases=("名称", "队伍", "团队名称", "志愿队伍名称", "组织名称")),
            platform(),
            Choice("kind", aliases=("类别", "队伍类型", "服务类别")),
            Text("registered_no", aliases=("队伍编号", "团队编号", "备案编号")),
            PersonName("leader", aliases=("队长", "联系人", "负责人姓名")),
            Phone("phone", aliases=("手机号", "联系电话", "负责人电话", "负责人手机")),
            Date("started_on", aliases=("成立时间", "注册时间", "登记时间")),
            Date("ended_on", aliases=("注销日期", "解散时间")),
        ]

    def match(self, batch, part):
        """A file that names no platform means the community's own team of that name, or the only one there is."""
        batch.execute(
            f"UPDATE {ROWS} r SET {part.id} = m.id FROM {part.table} m WHERE {NAMED} AND m.platform = r.platform"
        )
        batch.execute(
            f"""UPDATE {ROWS} r SET {part.id} = found.id FROM (
                SELECT DISTINCT ON (r.sheet_row) r.sheet_row, m.id FROM {ROWS} r JOIN {part.table} m ON {NAMED}
                WHERE r.platform IS NULL ORDER BY r.sheet_row, (m.platform = '') DESC, m.id
                ) found WHERE found.sheet_row = r.sheet_row"""
        )
        batch.execute(
            f"UPDATE {ROWS} r SET platform = coalesce((SELECT m.platform FROM {part.table} m "
            f"WHERE m.id = r.{part.id}), '') WHERE platform IS NULL"
        )

    def applied(self, batch):
        if count := count_pairs(Team, batch.user):
            batch.note(_("现有%s对疑似同一支的队伍,请到“志愿服务队”的“疑似重复”页核对。") % count)
