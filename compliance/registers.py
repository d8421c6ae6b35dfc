"""What reports tell the registers: which communities do not reach which standard; and the register of drafts."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.registers import Col, Register, register, verdicts
from compliance import registry, wording
from compliance.choices import Verdict
from compliance.models import Result, StandardDraft
from compliance.standard_forms import DraftForm
from compliance.standard_services import check_place, check_rivals, former
from compliance.subjects import report_for


def failing(indicator, user):
    """Codes of the communities that fail the indicator in the newest report the account sees."""
    report = report_for(user)
    found = Result.objects.filter(report=report, row__report=report, indicator=indicator, verdict=Verdict.FAIL)
    return found.filter(row__level="community").values("row__code")


verdicts.provide(choices=registry.choices, narrow=failing)


@register
class DraftRegister(Register):
    model = StandardDraft
    slug, title, unit, group, order = "standarddraft", _("标准草案"), _("份"), _("测算和整改"), 81
    explain = _("这里起草新的标准。草案不参与测算;先测算影响,再由另一位同事发布,发布后才判定。文件中的表格可整张导入。")
    columns = (
        Col("indicator", link=True),
        Col("area"),
        Col("scope"),
        Col("limit", header=_("标准值"), show=wording.limit_words, order=()),
        Col("started_on"),
        Col("document"),
        Col("written_by"),
    )
    more = (Col("levels"), Col("ended_on"), Col("issuer"), Col("clause"), Col("is_advisory"), Col("updated_at"))
    related = ("written_by",)
    order_by = ("-started_on",)
    filters = ("scope", "operator")
    search_in = ("document__contains", "issuer__contains", "area__startswith")
    is_found = False
    fields = (
        (_("判定什么"), ["indicator", "area", "scope", "levels"]),
        (_("标准值"), ["operator", "limit", "base", "is_advisory"]),
        (_("施行"), ["started_on", "ended_on", "ends_former"]),
        (_("依据"), ["issuer", "document", "clause", "url", "note", "source"]),
    )
    coded = {"indicator": wording.titles, "area": wording.places}
    form_class = DraftForm
    sheet = "standarddraft"

    def acts(self, row, user):
        offered = [(_("测算影响"), reverse("compliance:standarddraft_whatif", args=[row.pk]))]
        if user.has_perm(self.permission("publish")):
            offered.append((_("发布"), reverse("compliance:standarddraft_publish", args=[row.pk])))
        return offered

    def page_context(self, row, user):
        return {
            "title_in_words": wording.describe(row),
            "refusals": refusals(row),
            "ended": [wording.describe(one) for one in former(row)],
        }


def refusals(draft):
    """What would be said if the draft were published now."""
    said = []
    for check in (lambda: check_place(draft.area, draft.started_on), lambda: check_rivals(draft)):
        try:
            check()
        except ValidationError as refusal:
            said += refusal.messages
    return said
