"""The roster of those who answer for grids. Staff of a community are named by 人员编号 and then count as one person."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.sheets.lookup import within_reach
from grids.models import GridDuty
from grids.sheets.columns import GridColumn, place_columns
from sheets.batch import ROWS
from sheets.columns import Choice, Date, Reference
from sheets.registry import register
from sheets.sheet import Part, Sheet
from staffing.sheets.people import PersonName, Phone


class StaffColumn(Reference):
    """人员编号 of a staff member within reach."""

    width = 16

    def __init__(self):
        super().__init__("worker", name="staff_no", header=gettext_lazy("人员编号"), required=False)
        self.note = gettext_lazy("本人已登记为社区工作者的填写,按一人计")

    @property
    def paths(self):
        return ["worker__staff_no"]

    def resolve(self, batch):
        inside, params = within_reach(batch.user, "c.code")
        batch.execute(
            f"""UPDATE {ROWS} r SET staff_no__id = w.id FROM staffing_worker w
                JOIN communities_community c ON c.id = w.community_id AND {inside} WHERE w.staff_no = r.staff_no""",
            params,
        )
        batch.find_all(
            f"SELECT sheet_row, staff_no FROM {ROWS} WHERE staff_no > '' AND staff_no__id IS NULL",
            self,
            "unknown_code",
            _("您的辖区内没有人员编号“%s”,请核对;不是社区工作者的留空。"),
        )


@register
class GridDutySheet(Sheet):
    name = "gridduty"
    title = gettext_lazy("网格员")
    model = GridDuty
    reveal_permission = "staffing.reveal_worker"
    constraint_codes = {
        "gridduty_once_a_day": ("overlap", "started_on"),
        "gridduty_worker_once_a_day": ("overlap", "staff_no"),
    }

    def make_parts(self):
        pairs = [("grid_code__id", "grid_id"), ("name", "name"), ("role", "role"), ("started_on", "started_on")]
        return [Part(GridDuty, key=pairs)]

    def make_columns(self):
        return [
            *place_columns(),
            GridColumn(key=True),
            PersonName("name", key=True),
            Choice("role", key=True, aliases=("网格职务", "岗位", "人员类别")),
            Phone("phone", aliases=("手机", "联系电话", "手机号码")),
            StaffColumn(),
            Date("started_on", key=True, aliases=("任职时间", "起始日期", "上岗时间")),
            Date("ended_on", aliases=("离任时间",)),
        ]

    def prepare(self, batch):
        batch.find_all(
            f"""SELECT sheet_row, c.name FROM {ROWS} r JOIN grids_grid g ON g.id = r.grid_code__id
                JOIN communities_community c ON c.id = g.community_id
                WHERE r.community_code__id IS NOT NULL AND r.community_code__id <> g.community_id""",
            "grid_code",
            "mismatch",
            _("该网格属于%s,与填写的社区不符,请核对。"),
        )
        batch.find_all(
            f"SELECT sheet_row FROM {ROWS} WHERE phone__masked AND phone IS NULL AND NOT EXISTS ("
            f"SELECT FROM grids_gridduty d WHERE d.grid_id = grid_code__id AND d.name = {ROWS}.name "
            f"AND d.role = {ROWS}.role AND d.started_on = {ROWS}.started_on)",
            "phone",
            "required",
            _("手机号已打码,新登记的网格员请填写完整的手机号。"),
        )

    def check(self, batch):
        """Whoever is linked has the name of the file."""
        batch.find_all(
            f"""SELECT a.sheet_row, a.name, w.name FROM {self.main.after} a JOIN staffing_worker w ON w.id = a.worker_id
                WHERE a.sheet_changed AND a.name <> w.name""",
            "staff_no",
            "mismatch",
            _("姓名“%s”与该人员编号登记的“%s”不符,请核对。"),
        )

    def ordered(self, rows):
        return rows.order_by("grid__code", "role", "started_on", "pk")
