"""The registers of people and posts."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities import actions, choices
from communities.access import reach, reached
from communities.action_forms import ActionForm, day
from communities.registers import Col, Register, get, register
from communities.registers.forms import RecordForm
from communities.registers.suggesting import OFFERED, suggests
from communities.sheets.lookup import community_columns
from records.history import acting
from records.successors import set_exactly
from sheets.sheet import Sheet
from staffing.disclosing import DISCLOSE
from staffing.models import ApprovedPosts, Licence, Pay, Spell, Training, Vacancy, Worker
from staffing.panels import posts
from staffing.record_forms import PersonForm, WorkerForm

GROUP = _("人员")
UPDATED = Col("updated_at")
PERSON = Col("worker", order=("worker__pinyin", "pk"), link=True)
PLACE = Col("worker__community", header=_("社区"), order=("worker__community__code",))
BY_NAME = (
    "worker__name__contains",
    "worker__pinyin__startswith",
    "worker__initials__startswith",
    "worker__staff_no__startswith",
)


def year_month(spell):
    """出生年月: enough to recognise somebody, too little beside a masked number."""
    born = spell.worker.born_on
    return f"{born:%Y-%m}" if born else ""


@suggests("worker", "staffing.view_worker")
def people(user, text):
    """Somebody within reach, by name, pinyin or number."""
    rows = Worker.objects.visible_to(user).select_related("community")
    if text:
        found = Q(name__contains=text) | Q(staff_no__startswith=text)
        rows = rows.filter(found | Q(pinyin__startswith=text.lower()) | Q(initials__startswith=text.lower()))
    return [(row.staff_no, f"{row.name} · {row.community}") for row in rows.order_by("pinyin")[:OFFERED]]


@register
class WorkerRegister(Register):
    """People, listed by what they do: one row is a person in an office."""

    model, listed = Worker, Spell
    slug, title, unit, group, order = "worker", _("社区工作者"), _("人次"), GROUP, 25
    explain = _("这里登记在社区任职的人员。导入现有花名册最快,也可逐人新增;确实没有的,可确认本社区无此项。")
    columns = (
        Col("worker__name", header=_("姓名"), order=("worker__pinyin", "pk"), link=True),
        Col("community", order=("community__code",)),
        Col("post", header=_("岗位"), show=posts, order=("party_post", "committee_post")),
        Col("duty"),
        Col("worker__route", gap=True),
        Col("started_on"),
        Col("worker__education", gap=True),
        UPDATED,
    )
    more = (
        Col("staff_kind"), Col("approved"), Col("worker__gender", gap=True),
        Col("born", header=_("出生年月"), show=year_month, order=("worker__born_on",)),
        Col("worker__politics", gap=True),
        Col("worker__phone"), Col("worker__staff_no"), Col("worker__hired_on", gap=True), Col("worker__contract_until"),
        Col("due_back_on"), Col("ended_on"), Col("end_reason"), Col("other_posts"),
    )  # fmt: skip
    related = ("worker__community", "community")
    order_by = ("worker__name",)
    filters = ("duty", "staff_kind", "party_post", "committee_post", "approved", "worker__route", "worker__education")
    search_in = (
        *BY_NAME, "worker__phone_tail_index@4", "worker__phone_index", "worker__id_number_index",
    )  # fmt: skip
    is_dated = current_only = True
    incomplete = Q(worker__born_on=None) | Q(worker__education="") | Q(worker__route="")
    fields = (
        (_("本人"), ["name", "id_number", "gender", "born_on", "education", "politics", "phone"]),
        (_("进入"), ["community", "staff_no", "route", "hired_on", "recruit_level", "batch", "contract_until"]),
        (_("来源"), ["source"]),
    )
    form_class = WorkerForm
    add = "appoint"
    bulk_fields = ("staff_kind", "approved", "counts")
    end = ""
    sheet = "worker"
    nil = choices.Register.STAFFING

    def rows(self, user):
        """Who works, or worked, in the communities one reaches."""
        return Spell.objects.in_places_of(user).select_related(*self.related)

    def row_of(self, listed):
        return listed.worker if isinstance(listed, Spell) else listed

    def row_url(self, listed, codes):
        worker = self.row_of(listed)
        return self.url("detail", worker.pk) if worker.community.code.startswith(tuple(codes)) else None

    def gap_url(self, listed, path):
        name = path.rsplit("__", 1)[-1]
        return f"{self.url('edit', listed.worker_id)}#id_{name}" if path.startswith("worker__") else None

    def acts(self, row, user):
        """What can be done with the person, then with what they do now."""
        now = row.spells.open(on=timezone.localdate()).order_by("-is_primary").select_related("community")
        other, codes = get(Spell), reach(user)
        own = [] if now else super().acts(row, user)
        return own + [
            (f"{title}({spell.community})" if len(now) > 1 else title, url)
            for spell in now
            if spell.community.code.startswith(codes)
            for title, url in other.acts(spell, user)
        ]

    def related_rows(self, row, user):
        return [
            (_("任职"), Spell, row.spells.select_related("community", "worker__community").order_by("-started_on")),
            (_("职业资格"), Licence, row.licences.select_related("worker__community")),
            (_("培训"), Training, row.trainings.select_related("worker__community")[:50]),
        ]

    def beside(self, row, user):
        if not reached(user, DISCLOSE, [row]):
            return {}
        names = {"id_number": "worker_id_number", "phone": "worker_phone"}
        return {name: (_("查看完整"), reverse(f"staffing:{url}", args=[row.pk])) for name, url in names.items()}

    def documents(self, row):
        return [(_("一人一档"), reverse("staffing:worker_dossier", args=[row.pk]))]


@register
class SpellRegister(Register):
    """Single spells: reached from the person, to correct what was entered wrongly."""

    model = Spell
    slug, title, unit, group, order = "spell", _("任职"), _("条"), GROUP, 26
    under = Worker
    columns = (
        Col("community", order=("community__code",), link=True),
        Col("post", header=_("岗位"), show=posts, order=()),
        Col("staff_kind"), Col("duty"), Col("started_on"), Col("ended_on"), Col("end_reason"),
    )  # fmt: skip
    more = (Col("approved"), Col("is_primary"), Col("approval"), Col("due_back_on"), UPDATED)
    related = ("worker__community", "community")
    order_by = ("-started_on",)
    filters = ("duty", "staff_kind")
    search_in = BY_NAME
    is_dated = True
    fields = (
        (_("任职"), ["community", "staff_kind", "party_post", "committee_post", "oversight_post", "other_posts"]),
        (_("身份"), ["approved", "is_primary", "counts"]),
        (_("在岗状态"), ["duty", "approval", "due_back_on"]),
        (_("起止"), ["started_on", "ended_on", "end_reason"]),
        (_("来源"), ["source"]),
    )
    form_class = RecordForm
    may_create = False
    end = "leave"
    bulk_fields = ("staff_kind", "approved", "counts")
    sheet = "worker"

    def after_url(self, row, codes):
        return get(Worker).row_url(row, codes)


@register
class LicenceRegister(Register):
    model = Licence
    slug, title, unit, group, order = "licence", _("职业资格"), _("本"), GROUP, 27
    explain = _("这里登记社会工作者职业资格证书;更高一级的证书另记一条。")
    columns = (PERSON, PLACE, Col("grade"), Col("number", gap=True), Col("issued_on", gap=True))
    more = (Col("worker__staff_no"), Col("source"), UPDATED)
    is_found = False
    related = ("worker__community",)
    order_by = ("worker",)
    filters = ("grade",)
    search_in = (*BY_NAME, "number__contains")
    incomplete = Q(issued_on=None) | Q(number="")
    fields = ((_("证书"), ["worker", "grade", "number", "issued_on"]), (_("来源"), ["source"]))
    form_class = PersonForm
    bulk_fields = ("source",)

    def on_day(self, rows, day):
        return rows.filter(Q(issued_on=None) | Q(issued_on__lte=day))


@register
class TrainingRegister(Register):
    model = Training
    slug, title, unit, group, order = "training", _("培训"), _("人次"), GROUP, 28
    explain = _("这里登记人员参加的培训。同一期培训可用“培训登记”一次选多人。")
    columns = (PERSON, PLACE, Col("on"), Col("title"), Col("kind", gap=True), Col("hours", gap=True))
    more = (Col("organizer_level"), Col("worker__staff_no"), Col("source"), UPDATED)
    is_found = False
    related = ("worker__community",)
    order_by = ("-on",)
    filters = ("kind", "organizer_level")
    search_in = (*BY_NAME, "title__contains")
    is_dated = True
    fields = ((_("培训"), ["worker", "on", "title", "kind", "organizer_level", "hours"]), (_("来源"), ["source"]))
    form_class = PersonForm
    bulk_fields = ("kind", "organizer_level", "hours")
    sheet = "training"

    def on_day(self, rows, day):
        return rows.filter(on__lte=day)


class EndPeriodForm(ActionForm):
    on = day(_("终止日期"), help_text=_("从这一天起不再有效"))


def end_period(*, posts, on, user, reason=""):
    """The approved number holds until the day."""
    with acting(user, reason or _("核定员额终止")):
        names = set_exactly(posts, ended_on=on)
        posts.full_clean()
        posts.save(update_fields=names)
        return posts


actions.register(
    actions.Action(
        slug="end",
        title=_("终止"),
        model=ApprovedPosts,
        form=EndPeriodForm,
        service=end_period,
        permission="staffing.change_approvedposts",
        row="posts",
        when=lambda posts: posts.ended_on is None,
    )
)


@register
class ApprovedPostsRegister(Register):
    model = ApprovedPosts
    slug, title, unit, group, order = "posts", _("核定员额"), _("条"), GROUP, 29
    explain = _("这里登记区县核定给每个社区的岗位职数和文号;同一社区的起止时间不能重叠。")
    columns = (
        Col("community", order=("community__code",), link=True), Col("posts"), Col("decree", gap=True),
        Col("started_on"), Col("ended_on"),
    )  # fmt: skip
    more = (Col("source"), UPDATED)
    related = ("community",)
    order_by = ("community",)
    search_in = ("community__name__contains", "community__pinyin__startswith", "community__code__startswith")
    is_dated = current_only = True
    fields = ((_("核定"), ["community", "posts", "decree", "started_on", "ended_on"]), (_("来源"), ["source"]))
    form_class = RecordForm
    bulk_fields = ("decree", "source")
    end = "end"
    sheet = "posts"


@register
class PayRegister(Register):
    """Pay is entered by sheet only; here it is looked at."""

    model = Pay
    slug, title, unit, group, order = "pay", _("薪酬"), _("人月"), GROUP, 30
    explain = _("薪酬按月导入:一行是一个人一个月。")
    columns = (
        PERSON, PLACE, Col("month"), Col("base", gap=True), Col("performance", gap=True), Col("allowance", gap=True),
        Col("licence_allowance"),
    )  # fmt: skip
    more = (Col("employer_insurance"), Col("worker__staff_no"), Col("source"), UPDATED)
    is_found = False
    related = ("worker__community",)
    order_by = ("-month",)
    search_in = BY_NAME
    fields = (
        (_("薪酬"), ["worker", "month", "base", "performance", "allowance", "licence_allowance", "employer_insurance"]),
        (_("来源"), ["source"]),
    )
    sheet = "pay"


class VacancySheet(Sheet):
    """Requests for posts as a workbook; it is not read back."""

    name, title, model = "vacancy", _("缺额"), Vacancy

    def make_columns(self):
        names = ["post", "staff_kind", "state", "asked_on", "decided_on", "approval", "exam_on", "closed_on"]
        return [*community_columns(), *names]


@register
class VacancyRegister(Register):
    model = Vacancy
    slug, title, unit, group, order = "vacancy", _("缺额"), _("条"), GROUP, 31
    explain = _("这里登记缺额:申报、核准、招考、公示、聘用,一步一步办理。")
    columns = (
        Col("post", link=True), Col("community", order=("community__code",)), Col("state"), Col("staff_kind"),
        Col("asked_on"), Col("decided_on"), Col("publicity_until"), Col("candidate"),
    )  # fmt: skip
    more = (Col("approval"), Col("exam_on"), Col("closed_on"), UPDATED)
    related = ("community",)
    order_by = ("-asked_on",)
    filters = ("state", "staff_kind")
    search_in = ("post__contains", "candidate__contains", "community__name__contains", "community__pinyin__startswith")
    fields = (
        (_("申报"), ["community", "post", "staff_kind", "asked_on", "requirements", "state"]),
        (_("核准"), ["decided_on", "approval"]),
        (_("招考与公示"), ["exam_on", "exam", "publicity_from", "publicity_until", "candidate", "closed_on"]),
        (_("来源"), ["source"]),
    )
    add = "ask"
    sheet = VacancySheet()
