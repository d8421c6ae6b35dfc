"""The registers of grids, those who answer for them, buildings, events and visits."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities import choices
from communities.registers import Col, Register, register
from communities.registers.forms import RecordForm
from grids.models import Building, Covering, EventCount, Grid, GridDuty, GridEvent, Visit
from grids.record_forms import BuildingForm, CoveringForm, DutyForm, GridForm, InGridForm

GROUP = _("网格")
UPDATED = Col("updated_at")
SOURCE = (_("来源"), ["source"])
GRID = Col("grid", order=("grid__code",))
GRID_CODE = Col("grid__code", header=_("网格编码"))
IN_COMMUNITY = ("community__name__contains", "community__pinyin__startswith", "community__code__startswith")
OF_GRID = ("grid__name__contains", "grid__code__startswith", "grid__community__name__contains")
GRID_PLACE = Col("grid__community", header=_("社区"), order=("grid__community__code",))
ESTATE_PLACE = Col("compound__community", header=_("社区"), order=("compound__community__code",))
OF_ESTATE = ("compound__name__contains", "compound__community__name__contains", "compound__community__code__startswith")


@register
class GridRegister(Register):
    model = Grid
    slug, title, unit, group, order = "grid", _("网格"), _("个"), GROUP, 40
    explain = _("这里登记社区的网格和微网格,编码由系统生成。导入现有网格表最快;确实没有的,可确认本社区无此项。")
    columns = (
        Col("name", header=_("网格"), show=str, order=("name",), link=True), Col("code"),
        Col("community", order=("community__code",)), Col("kind"), Col("parent", order=("parent__code",)),
        Col("households", gap=True), Col("residents", gap=True), UPDATED,
    )  # fmt: skip
    more = (Col("extent", gap=True), Col("started_on"), Col("ended_on"), Col("source"))
    related = ("community", "parent")
    order_by = ("code",)
    filters = ("kind",)
    search_in = ("code__startswith", "name__contains", *IN_COMMUNITY)
    is_dated = current_only = True
    incomplete = Q(parent=None, households=None)
    fields = (
        (_("网格"), ["code", "name", "community", "parent", "kind"]),
        (_("规模"), ["households", "residents", "extent"]),
        (_("起止"), ["started_on", "ended_on"]),
        SOURCE,
    )
    form_class = GridForm
    may_create = False
    add = "open"
    bulk_fields = ("kind", "extent", "source")
    end = "end"
    sheet = "grid"
    nil = choices.Register.GRIDS

    def related_rows(self, row, user):
        duties = row.duties.select_related("grid__community", "worker").order_by("ended_on", "-started_on")
        shown = [
            (_("微网格"), Grid, row.micro_grids.select_related("community", "parent").order_by("code")),
            (_("整体划入的小区"), Covering, row.coverings.select_related("compound__community", "grid")),
            (_("楼栋"), Building, row.buildings.select_related("compound__community", "grid")[:200]),
        ]
        if user.has_perm("grids.view_gridduty"):
            shown.insert(0, (_("网格员"), GridDuty, duties))
        return shown

    def documents(self, row):
        return [(_("网格覆盖核对"), reverse("grids:coverage"))]


@register
class GridDutyRegister(Register):
    model = GridDuty
    slug, title, unit, group, order = "gridduty", _("网格员"), _("人次"), GROUP, 41
    explain = _("这里登记网格长、网格员、微网格长;本人也是社区工作者的,填人员编号,按一人计。")
    columns = (
        Col("name", order=("pinyin", "pk"), link=True), Col("role"), GRID, GRID_PLACE, Col("worker"),
        Col("started_on"), UPDATED,
    )  # fmt: skip
    more = (GRID_CODE, Col("phone"), Col("worker__staff_no"), Col("ended_on"), Col("source"))
    related = ("grid__community", "worker")
    order_by = ("name",)
    filters = ("role",)
    search_in = (
        "name__contains", "pinyin__startswith", "initials__startswith", "phone_tail_index@4", "phone_index", *OF_GRID,
    )  # fmt: skip
    is_dated = current_only = True
    incomplete = Q(phone_index=None)
    fields = (
        (_("职责"), ["grid", "role", "started_on", "ended_on"]),
        (_("本人"), ["name", "phone", "worker"]),
        SOURCE,
    )
    form_class = DutyForm
    end = "end"
    bulk_fields = ("source",)
    sheet = "gridduty"


@register
class BuildingRegister(Register):
    model = Building
    slug, title, unit, group, order = "building", _("楼栋"), _("栋"), GROUP, 42
    explain = _("这里登记小区的楼栋和所在网格。整个小区在一个网格的,登记“小区划入”即可。")
    columns = (
        Col("name", link=True), Col("compound", order=("compound__name",)), ESTATE_PLACE, Col("units", gap=True),
        Col("households", gap=True), GRID, UPDATED,
    )  # fmt: skip
    more = (GRID_CODE, Col("source"))
    related = ("compound__community", "grid")
    order_by = ("compound__community", "compound", "name")
    search_in = ("name__contains", *OF_ESTATE, "grid__code__startswith")
    incomplete = Q(households=None)
    fields = ((_("楼栋"), ["compound", "name", "units", "households", "grid"]), SOURCE)
    form_class = BuildingForm
    bulk_fields = ("source",)
    sheet = "building"


@register
class CoveringRegister(Register):
    model = Covering
    slug, title, unit, group, order = "covering", _("小区划入"), _("条"), GROUP, 43
    explain = _("这里登记整体划入一个网格的小区;分属几个网格的小区,在楼栋上登记。")
    columns = (Col("compound", order=("compound__name",), link=True), ESTATE_PLACE, GRID, GRID_CODE, UPDATED)
    more = (Col("source"),)
    related = ("compound__community", "grid")
    order_by = ("compound__community", "compound")
    search_in = (*OF_ESTATE, "grid__code__startswith", "grid__name__contains")
    fields = ((_("划入"), ["compound", "grid"]), SOURCE)
    form_class = CoveringForm
    bulk_fields = ("source",)
    sheet = "covering"


@register
class GridEventRegister(Register):
    model = GridEvent
    slug, title, unit, group, order = "gridevent", _("网格事件"), _("件"), GROUP, 44
    explain = _("这里登记网格上报和上级派发的事件;其他平台处理的,可按月登记件数。")
    columns = (
        Col("title", link=True), GRID, Col("reported_on"), Col("category"), Col("flow"), Col("state"), Col("due_on"),
        UPDATED,
    )  # fmt: skip
    more = (GRID_CODE, GRID_PLACE, Col("scale", gap=True), Col("source"))
    related = ("grid__community",)
    order_by = ("-reported_on",)
    filters = ("category", "flow", "state", "scale")
    search_in = ("title__contains", *OF_GRID)
    is_dated = True
    fields = (
        (_("事件"), ["grid", "reported_on", "title", "category", "flow", "scale", "description"]),
        (_("办理"), ["state", "due_on"]),
        SOURCE,
    )
    form_class = InGridForm
    bulk_fields = ("state", "scale", "due_on")

    def on_day(self, rows, day):
        return rows.filter(reported_on__lte=day)


@register
class EventCountRegister(Register):
    model = EventCount
    slug, title, unit, group, order = "eventcount", _("事件月度数"), _("条"), GROUP, 45
    explain = _("这里按月登记其他平台统计的事件件数,一行是一个社区一个月一种流向和类别。")
    columns = (
        Col("community", order=("community__code",), link=True), Col("month"), Col("flow"), Col("category"),
        Col("reported"), Col("closed", gap=True), UPDATED,
    )  # fmt: skip
    more = (Col("source"),)
    related = ("community",)
    order_by = ("-month",)
    filters = ("flow", "category")
    search_in = IN_COMMUNITY
    is_found = False
    is_dated = True
    fields = ((_("件数"), ["community", "month", "flow", "category", "reported", "closed"]), SOURCE)
    form_class = RecordForm
    bulk_fields = ("source",)
    sheet = "eventcount"

    def on_day(self, rows, day):
        return rows.filter(month__lte=day)


@register
class VisitRegister(Register):
    model = Visit
    slug, title, unit, group, order = "visit", _("入户走访"), _("次"), GROUP, 46
    explain = _("这里登记入户走访:哪一天、走访了哪一户、了解到什么。只记工作需要的内容。")
    columns = (Col("household", link=True), Col("on"), GRID, GRID_PLACE, UPDATED)
    more = (GRID_CODE, Col("findings"), Col("source"))
    related = ("grid__community",)
    order_by = ("-on",)
    search_in = ("household__contains", *OF_GRID)
    is_found = False
    is_dated = True
    fields = ((_("走访"), ["grid", "on", "household", "findings"]), SOURCE)
    form_class = InGridForm
    bulk_fields = ("source",)

    def on_day(self, rows, day):
        return rows.filter(on__lte=day)
