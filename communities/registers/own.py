"""The registers of communities themselves: places, head counts, money, figures of areas, how places changed."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities import choices
from communities.access import reached
from communities.distribution import KINDS, kinds, remaining
from communities.models import Area, AreaFigure, Community, CommunityChange, Distribution, Headcount, WorkFund
from communities.places import listed_names
from communities.registers.columns import Col
from communities.registers.declaring import Register, register, registers
from communities.registers.forms import RecordForm
from communities.registers.own_forms import AreaForm, ChangeForm, CommunityForm

GROUP = _("社区")
MOST = 60  # rows of one register in a printed file
PLACE = Col("community", order=("community__code",), link=True)
UPDATED = Col("updated_at")
SOURCE = (_("来源"), ["source"])


@register
class CommunityRegister(Register):
    model = Community
    slug, title, unit, group, order = "community", _("社区"), _("个"), GROUP, 20
    explain = _("这里登记辖区内的社区(居委会、村委会)。先导入区划,或逐个新增。")
    columns = (
        Col("name", header=_("社区"), show=str, order=("pinyin",), link=True),
        Col("code"),
        Col("kind"),
        Col("setting", gap=True),
        Col("phone", gap=True),
        Col("term_until", gap=True),
    )
    more = (
        Col("urban_rural", gap=True), Col("address", gap=True), Col("uscc", gap=True), Col("certificate_until"),
        Col("term_no"), Col("groups", gap=True), Col("established_on"), Col("abolished_on"), UPDATED,
    )  # fmt: skip
    order_by = ("code",)
    filters = ("kind", "setting", "urban_rural")
    search_in = (
        "name__contains",
        "short_name__contains",
        "pinyin__startswith",
        "initials__startswith",
        "code__startswith",
    )
    is_dated = current_only = True
    incomplete = Q(setting="") | Q(phone="") | Q(address="")
    fields = (
        (_("名称与类别"), ["code", "name", "short_name", "kind", "setting", "urban_rural", "is_farm_related"]),
        (_("联系方式"), ["address", "phone", "hours", "extent"]),
        (_("任期与证书"), ["term_no", "term_until", "uscc", "certificate_issued_on", "certificate_until", "groups"]),
        (_("起止"), ["established_on", "abolished_on"]),
        SOURCE,
    )
    form_class = CommunityForm
    bulk_fields = ("setting", "urban_rural", "is_farm_related", "hours", "term_no", "term_until")
    sheet = "community"

    def on_day(self, rows, day):
        return rows.existing(on=day)

    def documents(self, row):
        return [
            (_("一社一档"), reverse("communities:community_dossier", args=[row.pk])),
            (_("看公开页面"), reverse("communities:public", args=[row.code])),
        ]

    def acts(self, row, user):
        maps = [(_("登记地图"), reverse("communities:map_edit", args=[row.pk]))]
        may = row.abolished_on is None and reached(user, self.permission("change"), [row])
        return [*super().acts(row, user), *(maps if may else ())]

    def dossier(self, row, user):
        """The newest rows of every register that belong to the community."""
        today = timezone.localdate()
        here = [one for one in registers() if one.in_menu and one.place_path() == "community__code"]
        found = []
        for one in here:
            rows = one.rows(user).filter(community=row).order_by(*one.order_by_paths)
            found.append((one.title, one.model, (one.on_day(rows, today) if one.is_dated else rows)[:MOST]))
        return found

    def page_context(self, row, user):
        from communities.panels import Visit, collect

        return {"panels": collect(Visit(community=row, on=timezone.localdate(), user=user))}


@register
class HeadcountRegister(Register):
    model = Headcount
    slug, title, unit, group, order = "headcount", _("人口户数"), _("条"), GROUP, 21
    explain = _("这里登记每个社区某一天的人口和户数,是每万人、每百户指标的分母。")
    columns = (
        PLACE, Col("on"), Col("residents", gap=True), Col("urban_residents"), Col("households", gap=True),
        Col("registered"), Col("source"),
    )  # fmt: skip
    more = (
        Col("floating"), Col("occupied_households"), Col("registered_households"), Col("planned_households"), UPDATED,
    )  # fmt: skip
    related = ("community",)
    order_by = ("-on",)
    search_in = ("community__name__contains", "community__pinyin__startswith", "community__code__startswith")
    is_dated = True
    incomplete = Q(residents=None) | Q(households=None)
    fields = (
        (_("社区与日期"), ["community", "on"]),
        (_("人口"), ["residents", "urban_residents", "registered", "floating"]),
        (_("户数"), ["households", "occupied_households", "registered_households", "planned_households"]),
        SOURCE,
    )
    form_class = RecordForm
    bulk_fields = ("source",)
    sheet = "headcount"

    def on_day(self, rows, day):
        return rows.known_by(on=day)


@register
class WorkFundRegister(Register):
    model = WorkFund
    slug, title, unit, group, order = "fund", _("经费"), _("条"), GROUP, 22
    explain = _("这里登记每个社区每年各来源、各类别的经费,单位为元。")
    columns = (
        PLACE, Col("year"), Col("purpose"), Col("payer"), Col("budgeted", gap=True), Col("received", gap=True),
        Col("spent", gap=True),
    )  # fmt: skip
    more = (Col("matter"), Col("source"), UPDATED)
    related = ("community",)
    order_by = ("-year",)
    filters = ("purpose", "payer")
    search_in = ("community__name__contains", "community__pinyin__startswith", "matter__contains")
    incomplete = Q(received=None)
    fields = (
        (_("社区与类别"), ["community", "year", "payer", "purpose"]),
        (_("金额(元)"), ["budgeted", "received", "spent"]),
        (_("依据"), ["matter", "source"]),
    )
    form_class = RecordForm
    bulk_fields = ("payer", "matter", "source")
    sheet = "fund"
    nil = choices.Register.FUNDS


@register
class AreaFigureRegister(Register):
    model = AreaFigure
    slug, title, unit, group, order = "areafigure", _("区划指标"), _("条"), GROUP, 23
    explain = _("这里登记统计部门或其他部门公布的全区、全街道数字;社区合计不必与它相等。")
    columns = (
        Col("area", order=("area__code",), link=True), Col("on"), Col("residents"), Col("urban_residents"),
        Col("households"), Col("social_workers"), Col("volunteers"),
    )  # fmt: skip
    more = (Col("source"), UPDATED)
    related = ("area",)
    order_by = ("-on",)
    search_in = ("area__name__contains", "area__pinyin__startswith", "area__code__startswith")
    is_dated = True
    fields = (
        (_("区划与日期"), ["area", "on"]),
        (_("数字"), ["residents", "urban_residents", "households", "social_workers", "volunteers"]),
        SOURCE,
    )
    form_class = RecordForm
    sheet = "areafigure"

    def on_day(self, rows, day):
        return rows.known_by(on=day)


@register
class AreaRegister(Register):
    model = Area
    slug, title, unit, group, order = "area", _("区划"), _("个"), GROUP, 24
    explain = _("这里是辖区内的省、市、区县和街道(乡镇)。区划由导入而来;主管部门和边界在这里登记。")
    columns = (
        Col("name", order=("pinyin",), link=True), Col("code"), Col("level"), Col("authority", gap=True),
        Col("ended_on"),
    )  # fmt: skip
    more = (Col("started_on"), Col("source"), UPDATED)
    order_by = ("code",)
    filters = ("level",)
    search_in = ("name__contains", "pinyin__startswith", "code__startswith")
    fields = ((_("区划"), ["code", "name", "level", "started_on", "ended_on"]), (_("主管部门"), ["authority"]), SOURCE)
    form_class = AreaForm
    may_create = False
    is_found = False
    sheet = "area"


@register
class ChangeRegister(Register):
    model = CommunityChange
    slug, title, unit, group, order = "change", _("沿革"), _("条"), GROUP, 24
    explain = _(
        "这里登记社区的设立、撤销、合并、拆分、更名和变更编码。没有文号的是草案,不生效。已批准、到将来某日才生效的,先填批准机关和日期,社区公开页即作预告;生效后补文号。"
    )
    columns = (
        Col("on", link=True), Col("kind"), Col("before"), Col("after"), Col("new_name"), Col("decree", gap=True),
        Col("approved_by"),
    )  # fmt: skip
    more = (Col("proposed_by"), Col("acted_at"), Col("source"), UPDATED)
    coded = {"before": listed_names, "after": listed_names}
    order_by = ("-on",)
    filters = ("kind",)
    search_in = ("before__contains", "after__contains", "new_name__contains", "decree__contains")
    incomplete = Q(decree="")
    fields = (
        (_("事项"), ["kind", "on", "before", "after", "new_name"]),
        (_("依据"), ["decree", "proposed_by", "approved_by", "source"]),
    )
    form_class = ChangeForm
    sheet = "change"

    def page_context(self, row, user):
        titles = {kind.slug: kind.title for kind in kinds()}
        lines = Distribution.objects.visible_to(user).filter(change=row).select_related("before", "after")
        distributed = [(line, titles[line.kind], f"{(line.share * 100).normalize():f}") for line in lines]
        is_theirs = row.kind in KINDS and row.decree
        return {"distributed": distributed, "remaining": len(remaining(row)) if is_theirs else 0}
