"""The registers of estates, companies, committees, fees, renewals and disputes."""

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from communities import choices
from communities.registers import Col, Register, register
from communities.registers.forms import RecordForm
from property_mgmt.models import (
    Committee,
    CommitteeEstate,
    CommitteeMember,
    Compound,
    Dispute,
    FeeYear,
    PropertyCompany,
    Renewal,
)
from property_mgmt.record_forms import CommitteeForm, CompanyForm, CompoundForm, EstateForm, FeeYearForm
from records.periods import open_on

GROUP = _("物业")
UPDATED = Col("updated_at")
NAMED = ("name__contains", "community__name__contains", "community__pinyin__startswith", "community__code__startswith")
OF_ESTATE = ("compound__name__contains", "compound__community__name__contains", "compound__community__code__startswith")
ESTATE = Col("compound", link=True, order=("compound__name",))
ESTATE_PLACE = Col("compound__community", header=_("社区"), order=("compound__community__code",))
SOURCE = (_("来源"), ["source"])
BOTH = ("compound__community",)


def estates_on(day):
    """The committees of estates, fetched with them."""
    return CommitteeEstate.objects.filter(open_on(day)).select_related("committee")


def committee_of(compound):
    """委员会名称(任期): today's."""
    found = next(iter(compound.represented.all()), None)
    return "" if found is None else f"{found.committee}({committee_state(found.committee)})"


def committee_state(committee):
    today = timezone.localdate()
    if committee.ended_on and committee.ended_on <= today:
        return _now("已终止")
    if committee.term_until is None:
        return _now("任期无数据")
    return _now("届满未换届") if committee.term_until < today else _now("在任")


def estates_of(committee):
    return "、".join(str(each.compound) for each in committee.estates.all() if each.ended_on == committee.ended_on)


@register
class CompoundRegister(Register):
    model = Compound
    slug, title, unit, group, order = "compound", _("小区"), _("个"), GROUP, 50
    explain = _("这里登记住宅小区和它的管理方式。导入现有台账最快;没有住宅小区的,可确认本社区无此项。")
    columns = (
        Col("name", link=True), Col("community", order=("community__code",)), Col("mode", gap=True), Col("company"),
        Col("households", gap=True), Col("represented", header=_("委员会"), show=committee_of, order=()),
        Col("contract_until"), Col("eligible_on"),
    )  # fmt: skip
    more = (
        Col("buildings", gap=True), Col("floor_area", gap=True), Col("built_year", gap=True), Col("is_old", gap=True),
        Col("fee", gap=True), Col("separated_from"), Col("source"), UPDATED,
    )  # fmt: skip
    related = ("community", "company")
    order_by = ("community",)
    filters = ("mode", "is_old")
    finders = (
        ("left_alone", _("无物业企业且无委员会")),
        ("due_for_committee", _("符合条件未成立委员会")),
        ("could_join", _("可加入邻近小区的委员会")),
        ("contract_out", _("物业合同已到期")),
    )
    search_in = NAMED
    incomplete = Q(mode="") | Q(households=None)
    fields = (
        (_("小区"), ["community", "name", "households", "buildings", "floor_area", "built_year", "is_old"]),
        (_("物业"), ["mode", "company", "fee", "contract_until", "separated_from"]),
        (_("成立条件"), ["eligible_on"]),
        SOURCE,
    )
    form_class = CompoundForm
    bulk_fields = ("mode", "is_old", "fee", "contract_until", "eligible_on", "separated_from")
    sheet = "compound"
    nil = choices.Register.COMPOUNDS

    def rows(self, user):
        return super().rows(user).prefetch_related(Prefetch("represented", estates_on(timezone.localdate())))

    def related_rows(self, row, user):
        committees = Committee.objects.filter(estates__compound=row).distinct().select_related("community")
        return [
            (_("委员会"), Committee, committees.prefetch_related("estates__compound")),
            (_("物业费年度收缴"), FeeYear, row.fee_years.select_related(*BOTH)),
            (_("老旧小区改造"), Renewal, row.renewals.select_related(*BOTH)),
            (_("物业纠纷"), Dispute, row.disputes.select_related(*BOTH)),
        ]


@register
class CompanyRegister(Register):
    model = PropertyCompany
    slug, title, unit, group, order = "company", _("物业企业"), _("家"), GROUP, 51
    explain = _("这里登记在辖区服务的物业企业,星级和信用分由评定区划填写。")
    columns = (Col("name", link=True), Col("uscc"), Col("stars", gap=True), Col("score", gap=True), Col("area"))
    more = (Col("source"), UPDATED)
    order_by = ("name",)
    search_in = ("name__contains", "uscc__startswith")
    incomplete = Q(stars=None) & Q(score=None)
    fields = ((_("企业"), ["name", "uscc"]), (_("评价"), ["area", "stars", "score"]), SOURCE)
    form_class = CompanyForm
    bulk_fields = ("source",)
    sheet = "company"

    def related_rows(self, row, user):
        served = row.compounds.visible_to(user).select_related("community", "company")
        served = served.prefetch_related(Prefetch("represented", estates_on(timezone.localdate())))
        return [(_("服务的小区"), Compound, served)]


@register
class CommitteeRegister(Register):
    model = Committee
    slug, title, unit, group, order = "committee", _("业主委员会"), _("个"), GROUP, 52
    explain = _("这里登记业主委员会、自主管理委员会和物业管理委员会,联合组建的登记一条,填全部小区。")
    columns = (
        Col("name", link=True), Col("community", order=("community__code",)), Col("kind"),
        Col("estates", header=_("小区"), show=estates_of, order=()), Col("established_on"),
        Col("term_until", gap=True), Col("state", header=_("状态"), show=committee_state, order=("term_until",)),
    )  # fmt: skip
    more = (Col("ended_on"), Col("source"), UPDATED)
    related = ("community",)
    order_by = ("community",)
    filters = ("kind",)
    finders = (("overdue", _("届满未换届")), ("joint", _("联合组建")))
    search_in = NAMED
    is_dated = current_only = True
    incomplete = Q(term_until=None)
    fields = (
        (_("委员会"), ["community", "name", "kind", "estates_named"]),
        (_("任期"), ["established_on", "term_until", "ended_on"]),
        SOURCE,
    )
    form_class = CommitteeForm
    bulk_fields = ("kind", "term_until", "source")
    end = "close"
    sheet = "committee"

    def rows(self, user):
        return super().rows(user).prefetch_related("estates__compound")

    def on_day(self, rows, day):
        return rows.standing(on=day)

    def related_rows(self, row, user):
        estates = Compound.objects.filter(represented__committee=row).distinct().select_related("community", "company")
        fetched = estates.prefetch_related(Prefetch("represented", estates_on(timezone.localdate())))
        return [
            (_("代表的小区"), Compound, fetched),
            (_("委员"), CommitteeMember, row.members.select_related("committee__community")),
        ]


@register
class MemberRegister(Register):
    model = CommitteeMember
    slug, title, unit, group, order = "committeemember", _("委员"), _("人"), GROUP, 53
    explain = _("委员在委员会的页面增加,或随委员会名册导入。")
    under = Committee
    columns = (
        Col("name", link=True), Col("role"), Col("is_party_member", gap=True), Col("is_community_worker", gap=True),
        Col("allowance"), Col("committee", order=("committee__name",)),
    )  # fmt: skip
    more = (Col("source"), UPDATED)
    related = ("committee__community",)
    order_by = ("committee",)
    filters = ("role", "is_party_member", "is_community_worker")
    search_in = ("name__contains", "committee__name__contains")
    fields = (
        (_("委员"), ["name", "role", "is_party_member", "is_community_worker", "allowance"]),
        SOURCE,
    )
    form_class = RecordForm
    may_create = False
    bulk_fields = ("role", "is_party_member", "is_community_worker")


def above_due(fee_year):
    return _now("实收大于应收,请核对") if fee_year.is_above_due else ""


@register
class FeeYearRegister(Register):
    model = FeeYear
    slug, title, unit, group, order = "feeyear", _("物业费年度收缴"), _("条"), GROUP, 54
    explain = _("这里登记每个小区每年的应收、实收物业费;收回往年的欠费单独填写,不计入实收当年。")
    columns = (
        ESTATE, ESTATE_PLACE, Col("year"), Col("due", gap=True), Col("received", gap=True), Col("arrears"),
        Col("check", header=_("核对"), show=above_due, order=()),
    )  # fmt: skip
    more = (Col("source"), UPDATED)
    related = BOTH
    order_by = ("-year",)
    search_in = OF_ESTATE
    incomplete = Q(due=None) | Q(received=None)
    fields = ((_("小区与年度"), ["compound", "year"]), (_("金额(元)"), ["due", "received", "arrears"]), SOURCE)
    form_class = FeeYearForm
    bulk_fields = ("source",)
    sheet = "feeyear"


@register
class RenewalRegister(Register):
    model = Renewal
    slug, title, unit, group, order = "renewal", _("老旧小区改造"), _("项"), GROUP, 55
    explain = _("这里登记列入年度计划的老旧小区改造和进度。")
    columns = (
        ESTATE, ESTATE_PLACE, Col("year"), Col("state"), Col("parts"), Col("households", gap=True), Col("lifts"),
        Col("parking"),
    )  # fmt: skip
    more = (
        Col("buildings"), Col("invested"), Col("started_on"), Col("finished_on"), Col("document"), Col("source"),
        UPDATED,
    )  # fmt: skip
    related = BOTH
    order_by = ("-year",)
    filters = ("state",)
    search_in = (*OF_ESTATE, "document__contains")
    fields = (
        (_("小区与年度"), ["compound", "year", "state", "parts", "document"]),
        (_("规模"), ["buildings", "households", "lifts", "parking", "invested"]),
        (_("进度"), ["started_on", "finished_on"]),
        SOURCE,
    )
    form_class = EstateForm
    bulk_fields = ("document", "source")
    sheet = "renewal"


@register
class DisputeRegister(Register):
    model = Dispute
    slug, title, unit, group, order = "dispute", _("物业纠纷"), _("件"), GROUP, 56
    explain = _("这里登记物业纠纷的受理、调处和办结。")
    columns = (
        Col("title", link=True), ESTATE_PLACE, Col("compound", order=("compound__name",)), Col("kind"), Col("state"),
        Col("raised_on"), Col("settled_on"),
    )  # fmt: skip
    more = (Col("mediator"), Col("result"), Col("source"), UPDATED)
    related = BOTH
    order_by = ("-raised_on",)
    filters = ("state", "kind")
    search_in = ("title__contains", *OF_ESTATE)
    fields = (
        (_("纠纷"), ["compound", "raised_on", "kind", "title"]),
        (_("调处"), ["mediator", "state", "settled_on", "result"]),
        SOURCE,
    )
    form_class = EstateForm
    bulk_fields = ("kind", "mediator")
