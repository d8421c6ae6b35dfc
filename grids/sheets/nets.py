"""The sheet of grids. A blank code is a grid that is found by its name, or a new one that gets its number."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.sheets.lookup import CommunityColumn, CommunityName, StreetName, within_reach
from grids.models import Grid
from grids.sheets import numbering
from sheets.batch import ROWS
from sheets.cells import key_text
from sheets.columns import Date, Digits, Integer, Reference, Text
from sheets.registry import register
from sheets.sheet import Sheet


class GridCode(Digits):
    """网格编码: left blank for a new grid."""

    width = 20

    @property
    def needed_in_row(self):
        return False

    def missing_from(self, layout):
        return False


class ItsCommunity(CommunityColumn):
    instead = ("community_name", "code")


class ParentColumn(Reference):
    """上级网格, by code or by its name in the same community, in the register or in the same file."""

    width = 20

    def __init__(self):
        super().__init__("parent", name="parent_code", header=gettext_lazy("上级网格"), aliases=("所属网格",))
        self.note = gettext_lazy("只有微网格填写:上级网格的编码,或其在本社区的名称")

    def parse(self, cell, factor):
        return key_text(cell)

    @property
    def paths(self):
        return ["parent__code"]


@register
class GridSheet(Sheet):
    name = "grid"
    title = gettext_lazy("网格")
    model = Grid
    constraint_codes = {
        "grid_not_its_own_parent": ("conflict", "parent_code"),
        "grid_name_once_a_day": ("conflict", "name"),
    }

    own_constraints = ("grid_number_of_its_tier",)

    def make_columns(self):
        note = gettext_lazy("系统生成:新网格留空,按社区和名称识别;已有统一编码的可填写")
        return [
            GridCode("code", key=True, aliases=("编码", "网格编号", "统一编号"), note=note),
            ItsCommunity(key=False),
            CommunityName(),
            StreetName(),
            Text("name", aliases=("名称",), note=gettext_lazy("没有网格编码时必填")),
            ParentColumn(),
            "kind",
            Integer("households", aliases=("总户数",)),
            Integer("residents", aliases=("人口数", "总人口")),
            Text("extent", aliases=("范围", "网格范围", "所辖小区")),
            Date("started_on", aliases=("设立日期", "划定日期")),
            Date("ended_on", aliases=("撤销日期",)),
        ]

    def prepare(self, batch):
        """A code says where its grid lies, where the row does not."""
        inside, params = within_reach(batch.user, "c.code")
        batch.execute(
            f"""UPDATE {ROWS} r SET community_code__id = c.id FROM communities_community c
                WHERE r.community_code IS NULL AND r.community_name IS NULL
                  AND c.code = left(r.code, 12) AND {inside}""",
            params,
        )
        batch.find_all(
            f"SELECT sheet_row FROM {ROWS} WHERE code IS NULL AND name IS NULL",
            "name",
            "required",
            _("没有网格编码的,须填写网格名称。"),
        )

    def match(self, batch, part):
        numbering.match_codes(batch, part)
        numbering.number_grids(batch, part)
        numbering.name_parents(batch)
        numbering.number_micro_grids(batch, part)

    def identified(self, batch, part):
        numbering.find_parents(batch, part)

    def check(self, batch):
        numbering.check_numbers(batch)
        numbering.check_parents(batch)
