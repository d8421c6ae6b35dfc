"""The registers of what is published, of the catalogue it follows, and of the holidays its days are counted by."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.registers import Col, Register, register
from disclosure.choices import SHOWN, State
from disclosure.models import CalendarDay, CatalogueEntry, Disclosure, Notice, Objection
from disclosure.record_forms import CalendarForm, CatalogueForm, DisclosureForm, TextForm

GROUP = _("居务公开")
UPDATED = Col("updated_at")
PLACE = Col("community", order=("community__code",))
SOURCE = (_("来源"), ["source"])
PLACED = ("community__name__contains", "community__pinyin__startswith", "community__code__startswith")


class TextRegister(Register):
    """Texts for residents: written here, then handed from one to another."""

    group, related, order_by, filters, bulk_fields = GROUP, ("community",), ("-pk",), ("state",), ()

    def is_open(self, row):
        """Drafts only: what was handed in is sent back, what was published corrected or withdrawn."""
        return row.is_draft

    def documents(self, row):
        if row.state not in SHOWN:
            return ()
        return [(_("公开页面"), reverse(f"disclosure:{self.public}", args=[row.pk]))]


@register
class DisclosureRegister(TextRegister):
    model = Disclosure
    slug, title, unit, order = "disclosure", _("公开事项"), _("项"), 70
    explain = _("这里按目录撰写要公开的事项:提交后由监督委员会审核,再由另一人发布;已公开的只能更正或撤回,并留下记录。")
    columns = (
        Col("title", link=True), PLACE, Col("entry", order=("entry__number",)), Col("state"), Col("due_on"),
        Col("published_at"), UPDATED,
    )  # fmt: skip
    more = (
        Col("entry__theme", header=_("类别")), Col("number"), Col("period_start"), Col("happened_on"), Col("until"),
        Col("oversight_by"), Col("oversight_on"), Col("author"), Col("reviewer"), Col("source"),
    )  # fmt: skip
    related = ("community", "entry", "author", "reviewer")
    filters = ("state", "entry__theme")
    finders = (("overdue", _("逾期未公开")),)
    search_in = ("title__contains", "number__startswith", "entry__title__contains", *PLACED)
    fields = (
        (_("事项"), ["community", "entry", "title", "body"]),
        (_("期限"), ["period_start", "happened_on", "due_on", "until"]),
        (_("监督"), ["phone", "oversight_by", "oversight_on"]),
        (_("公开"), ["state", "number", "author", "reviewer", "published_at", "replaces", "why"]),
        SOURCE,
    )
    form_class = DisclosureForm
    public = "item"

    def acts(self, row, user):
        photos = [(_("张贴照片"), reverse("disclosure:photos", args=[row.pk]))]
        may = row.state == State.PUBLISHED and self.may(user, "change")
        return [*super().acts(row, user), *(photos if may else ())]


@register
class NoticeRegister(TextRegister):
    model = Notice
    slug, title, unit, order = "notice", _("通知公告"), _("条"), 69
    explain = _("这里撰写通知公告:网页、大屏、群消息三种长度出自同一份内容,由另一人审核后发布。")
    columns = (Col("title", link=True), PLACE, Col("state"), Col("published_at"), Col("until"), UPDATED)
    more = (Col("author"), Col("reviewer"), Col("source"))
    related = ("community", "author", "reviewer")
    search_in = ("title__contains", *PLACED)
    fields = (
        (_("通知"), ["community", "title", "body", "until"]),
        (_("短文"), ["screen", "message"]),
        (_("公开"), ["state", "author", "reviewer", "published_at", "replaces", "why"]),
        SOURCE,
    )
    form_class = TextForm
    public = "notice"


@register
class ObjectionRegister(Register):
    model = Objection
    slug, title, unit, group, order = "objection", _("居民异议"), _("件"), GROUP, 74
    explain = _("这里是居民在公开页面上提出的异议:10日内答复,由另一人审核后连同答复公开。")
    columns = (
        Col("text", header=_("异议"), show=str, order=("pk",), link=True),
        Col("disclosure", order=("disclosure__title",)),
        Col("disclosure__community", header=_("社区"), order=("disclosure__community__code",)), Col("received_on"),
        Col("due_on"), Col("answered_on"), Col("shown_at"),
    )  # fmt: skip
    more = (Col("answered_by"), Col("reviewer"), UPDATED)
    related = ("disclosure__community", "answered_by", "reviewer")
    order_by = ("-received_on",)
    search_in = ("text__contains", "disclosure__title__contains")
    is_found = False
    ticks = (("open", _("只看未答复")),)
    fields = (
        (_("异议"), ["disclosure", "text", "received_on", "due_on"]),
        (_("答复"), ["answer", "answered_on", "answered_by", "reviewer", "shown_at"]),
    )

    def ticked(self, rows, name):
        return rows.unanswered()


@register
class CatalogueRegister(Register):
    model = CatalogueEntry
    slug, title, unit, group, order = "catalogue", _("公开目录"), _("项"), GROUP, 71
    explain = _("这里登记应当公开的事项、依据和时限;区划内每个社区都适用,逾期未公开的列入今日待办。")
    columns = (
        Col("title", link=True), Col("theme"), Col("subject"), Col("rhythm"), Col("days"), Col("basis", gap=True),
        Col("area"), Col("number"),
    )  # fmt: skip
    more = (
        Col("content"), Col("publisher"), Col("channels"), Col("audience"), Col("access"), Col("level"),
        Col("started_on"), Col("ended_on"), Col("source"), UPDATED,
    )  # fmt: skip
    order_by = ("number",)
    filters = ("theme", "rhythm")
    search_in = ("title__contains", "subject__contains", "basis__contains")
    is_dated = current_only = True
    fields = (
        (_("事项"), ["area", "number", "theme", "subject", "title", "content", "basis"]),
        (_("时限"), ["rhythm", "days", "started_on", "ended_on"]),
        (_("方式"), ["publisher", "channels", "audience", "access", "level"]),
        SOURCE,
    )
    form_class = CatalogueForm
    bulk_fields = ("publisher", "channels", "audience", "level")


@register
class CalendarRegister(Register):
    model = CalendarDay
    slug, title, unit, group, order = "calendarday", _("节假日"), _("天"), GROUP, 72
    explain = _("这里登记放假和调休上班的日子,公开时限按它计算工作日;没有登记的年份按周一至周五计算。")
    columns = (Col("on", link=True), Col("name"), Col("is_off"), Col("area"), Col("source"))
    more = (UPDATED,)
    order_by = ("-on",)
    filters = ("is_off",)
    search_in = ("name__contains",)
    fields = ((_("日期"), ["area", "on", "is_off", "name"]), SOURCE)
    form_class = CalendarForm
