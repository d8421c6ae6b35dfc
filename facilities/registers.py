"""The registers of premises, projects, idle assets and services."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities import choices
from communities.registers import Col, Register, register
from communities.registers.forms import RecordForm
from facilities.choices import COUNTED
from facilities.models import BuildProject, Facility, IdleAsset, PublicService
from facilities.record_forms import FacilityForm, ServiceForm

GROUP = _("设施和服务")
NAME = Col("name", link=True)
PLACE = Col("community", order=("community__code",))
UPDATED = Col("updated_at")
NAMED = ("name__contains", "community__name__contains", "community__pinyin__startswith", "community__code__startswith")
MONEY = ["central", "province", "city", "county", "street", "own", "donation"]


@register
class FacilityRegister(Register):
    model = Facility
    slug, title, unit, group, order = "facility", _("服务设施"), _("处"), GROUP, 32
    explain = _("这里登记社区的综合服务设施和其中的各室。导入现有台账最快;确实没有的,可确认本社区无此项。")
    columns = (
        NAME, PLACE, Col("kind"), Col("area", gap=True), Col("status"), Col("tenure", gap=True), Col("opened_on"),
        UPDATED,
    )  # fmt: skip
    more = (
        Col("office_area", gap=True), Col("activity_area", gap=True), Col("counts"), Col("counted_area"), Col("within"),
        Col("floor", gap=True), Col("has_lift", gap=True), Col("is_accessible", gap=True), Col("has_title"),
        Col("owner"), Col("rent"), Col("lease_until"), Col("closed_on"), Col("address", gap=True), Col("phone"),
        Col("hours"), Col("is_public"), Col("source"),
    )  # fmt: skip
    related = ("community", "within")
    order_by = ("community",)
    filters = ("kind", "status", "tenure", "has_lift", "is_public")
    search_in = NAMED
    is_dated = True
    incomplete = (
        Q(within=None)
        & (Q(kind__in=COUNTED) | Q(counts=True))
        & (Q(area=None) | Q(office_area=None) | Q(activity_area=None))
    )
    fields = (
        (_("设施"), ["community", "name", "kind", "within", "status", "opened_on", "closed_on"]),
        (_("面积"), ["area", "office_area", "activity_area", "counts", "shared_with", "counted_area"]),
        (_("条件"), ["floor", "has_lift", "is_accessible"]),
        (_("权属"), ["tenure", "has_title", "owner", "rent", "lease_until"]),
        (_("公布"), ["address", "phone", "hours", "longitude", "latitude", "is_public"]),
        (_("来源"), ["source"]),
    )
    form_class = FacilityForm
    add = "open"
    bulk_fields = ("tenure", "has_title", "has_lift", "is_accessible", "hours", "is_public", "lease_until")
    end = "close"
    sheet = "facility"
    nil = choices.Register.FACILITIES

    def on_day(self, rows, day):
        return rows.in_use(on=day)

    def related_rows(self, row, user):
        return [(_("其中的各室"), Facility, row.rooms.select_related("community", "within"))]


@register
class ProjectRegister(Register):
    model = BuildProject
    slug, title, unit, group, order = "project", _("建设项目"), _("个"), GROUP, 33
    explain = _("这里登记设施的新建、改扩建和改造项目,资金按来源分列,单位为元。")
    columns = (NAME, PLACE, Col("kind"), Col("started_on"), Col("finished_on"), Col("county"), Col("street"))
    more = (Col("central"), Col("province"), Col("city"), Col("own"), Col("donation"), Col("source"), UPDATED)
    related = ("community",)
    order_by = ("community",)
    filters = ("kind",)
    search_in = NAMED
    is_dated = True
    fields = (
        (_("项目"), ["community", "name", "kind", "started_on", "finished_on"]),
        (_("资金(元)"), MONEY),
        (_("来源"), ["source"]),
    )
    form_class = RecordForm
    bulk_fields = ("kind", "source")
    sheet = "project"

    def on_day(self, rows, day):
        return rows.filter(Q(started_on=None) | Q(started_on__lte=day))


@register
class IdleAssetRegister(Register):
    model = IdleAsset
    slug, title, unit, group, order = "idle", _("闲置资产"), _("处"), GROUP, 34
    explain = _("这里登记辖区内闲置、可用于社区服务的厂房、办公楼、空地。")
    columns = (
        NAME, PLACE, Col("kind"), Col("area", gap=True), Col("owner", gap=True), Col("is_disputed", gap=True),
        Col("proposal"),
    )  # fmt: skip
    more = (Col("source"), UPDATED)
    related = ("community",)
    order_by = ("community",)
    filters = ("kind", "is_disputed")
    search_in = NAMED
    fields = (
        (_("资产"), ["community", "name", "kind", "area", "owner", "is_disputed", "proposal"]),
        (_("来源"), ["source"]),
    )
    form_class = RecordForm
    bulk_fields = ("kind", "is_disputed", "proposal")
    sheet = "idle"


@register
class ServiceRegister(Register):
    model = PublicService
    slug, title, unit, group, order = "service", _("服务事项"), _("项"), GROUP, 35
    explain = _("这里登记居民可办理的服务事项;登记在区划上,辖区内每个社区都适用。")
    columns = (NAME, Col("area"), Col("theme"), Col("place", gap=True), Col("phone", gap=True), Col("days"))
    more = (Col("agent"), Col("fee"), Col("hours"), Col("contact"), Col("basis"), Col("source"), UPDATED)
    order_by = ("area",)
    filters = ("theme", "agent")
    search_in = ("name__contains", "area__startswith", "audience__contains")
    incomplete = Q(materials="") | Q(phone="")
    fields = (
        (_("事项"), ["area", "name", "theme", "audience", "amount", "fee", "days", "agent"]),
        (_("办理"), ["materials", "steps", "place", "hours", "phone", "contact", "online", "not_here"]),
        (_("依据"), ["basis", "source"]),
    )
    form_class = ServiceForm
    bulk_fields = ("theme", "place", "hours", "phone", "agent", "days")
    sheet = "service"
