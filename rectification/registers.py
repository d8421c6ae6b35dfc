"""The register of findings."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities import workbench
from communities.places import full_names
from communities.registers import Col, Register, register
from compliance import wording
from rectification.choices import State
from rectification.fields import indicator_title, marks
from rectification.forms import FindingForm
from rectification.models import Finding


@register
class FindingRegister(Register):
    model = Finding
    slug, title, unit, group, order = "finding", _("整改"), _("件"), _("测算和整改"), 84
    explain = _("这里登记各方面提出的问题,整改到哪一步。报告中未达标的社区可成批列入;其他来源逐件登记或导入。")
    columns = (
        Col("title", link=True),
        Col("place"),
        Col("origin"),
        Col("unit"),
        Col("due_on"),
        Col("state"),
        Col("marks", header=_("提示"), show=marks, order=()),
    )
    more = (
        Col("indicator"), Col("found_on"),
        Col("measured"), Col("done_on"), Col("closed_on"), Col("checked_on"), Col("check_said"), Col("updated_at"),
    )  # fmt: skip
    order_by = ("due_on",)
    filters = ("state", "origin")
    finders = (
        ("overdue", _("已逾期")),
        ("waiting", _("待销号")),
        ("repeated", _("重复发生")),
        ("silent", _("本半年未填进展")),
    )
    search_in = ("title__contains", "unit__contains", "reference__contains", "place__startswith")
    fields = (
        (_("问题"), ["place", "title", "origin", "indicator", "found_on", "measured"]),
        (_("来源"), ["reference", "words", "source"]),
        (_("责任"), ["unit", "due_on"]),
        (_("办理"), ["state", "result", "done_on", "done_by", "closed_on", "closed_by", "reopened", "repeats"]),
        (_("复核"), ["checked_on", "check_said"]),
    )
    coded = {"indicator": wording.titles, "place": full_names}
    form_class = FindingForm
    bulk_fields = ("unit", "due_on")
    sheet = "finding"

    def is_open(self, row):
        return row.state != State.CLOSED

    def acts(self, row, user):
        told = super().acts(row, user)
        if row.state != State.CLOSED and user.has_perm("rectification.add_progress"):
            told.insert(0, (_("填报进展"), reverse("rectification:progress_add", args=[row.pk])))
        return told

    def documents(self, row):
        return [(_("整改通知书"), reverse("rectification:finding_notice", args=[row.pk]))]

    def page_context(self, row, user):
        return {
            "progress": row.progress.select_related("created_by"),
            "indicator_title": indicator_title(row) if row.indicator else "",
            "may_tell": row.state != State.CLOSED and user.has_perm("rectification.add_progress"),
        }


workbench.beneath("rectification:finding_list", "rectification:progress")
