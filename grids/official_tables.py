"""Tables about grids."""

from django.utils.translation import gettext_lazy as _

from communities.official.columns import day, label, place_columns
from communities.official.declaring import Col, Source, Table, sources, tables
from grids.choices import DutyRole, GridKind
from grids.models import Grid, GridDuty
from records.masks import mask_phone

PERMISSION = "grids.export_gridduty"


def of_grid(name, width, kind="text", show=None, aliases=()):
    return Col(
        f"grid_{name}", Grid._meta.get_field(name).verbose_name, (f"grid__{name}",), show, width, kind, aliases=aliases
    )


def staff_number(asked, number, file):
    """Only while the person's file is within reach."""
    return number if number and asked.sees(file) else ""


STREET, PLACE, CODE = place_columns("grid__community")
GRID = (
    of_grid("code", 19, aliases=("网格编号", "网格代码")),
    of_grid("name", 14, aliases=("所在网格", "网格")),
    of_grid("kind", 18, show=label(GridKind)),
)
PERSON = (
    Col("name", _("姓名"), ("name",), width=9, aliases=("网格员姓名", "人员姓名", "网格员")),
    Col("role", _("职责"), ("role",), label(DutyRole), 14, aliases=("网格职务", "岗位", "类别")),
    Col(
        "phone",
        _("手机号"),
        ("phone",),
        lambda number: mask_phone(number or ""),
        14,
        aliases=("手机", "联系电话", "联系方式"),
    ),
    Col("staff_no", _("人员编号"), ("worker__staff_no", "worker__community__code"), width=14, look=staff_number),
    Col(
        "started_on", _("任职日期"), ("started_on", "month_only"), day("started_on"), 12, "date", aliases=("任职时间",)
    ),
)
SIZE = (
    of_grid("households", 8, "whole", aliases=("网格户数",)),
    of_grid("residents", 8, "whole", aliases=("网格人口",)),
)
EXTENT = of_grid("extent", 32, aliases=("网格范围",))


def duties(asked):
    """Duties of the day, grid by grid, those who lead it first."""
    rows = GridDuty.objects.open(on=asked.on).filter(asked.inside("grid__community__code"))
    return rows.order_by("grid__code", "role", "pinyin", "pk")


@tables.register
class GridRoster(Table):
    slug = "gridstaff"
    title = _("网格员花名册")
    unit = _("人次")
    permission = PERMISSION
    explain = _("截至该日在任的网格长、网格员和其他网格力量,一人在几个网格的各列一行。")
    notes = (_("说明:手机号只显示部分数字;有人员编号的同时是社区工作者,统计人数时只计一次。空格表示登记册中没有。"),)
    order = 50
    columns = (STREET, PLACE, *GRID, *PERSON, *SIZE, EXTENT)

    def query(self, asked):
        return duties(asked)


@sources.register
class GridStaffSource(Source):
    slug = "gridduty"
    title = _("网格员,每项职责一行")
    permission = PERMISSION
    sheet = "gridduty"
    order = 35
    columns = (STREET, PLACE, CODE, *GRID, *PERSON, *SIZE, EXTENT)

    def query(self, asked):
        return duties(asked)
