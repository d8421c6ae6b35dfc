"""The registers of teams, volunteers, activities, hours and needs."""

import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities import choices
from communities.registers import Col, Register, register
from volunteers.models import Activity, Need, Participation, Team, Volunteer
from volunteers.querysets import local_day
from volunteers.record_forms import ActivityForm, HoursForm, NeedForm, TeamForm, VolunteerForm

GROUP = _("志愿服务")
PLACE = Col("community", order=("community__code",))
UPDATED = Col("updated_at")
PLACED = ("community__name__contains", "community__pinyin__startswith", "community__code__startswith")
BY_PHONE = ("phone_tail_index@4", "phone_index")
SHOWN = 50


def year_month(volunteer):
    """出生年月: enough to recognise somebody, too little beside a masked number."""
    return f"{volunteer.born_on:%Y-%m}" if volunteer.born_on else ""


def by_the_day(day):
    """Moments not after the day."""
    return local_day(day + datetime.timedelta(days=1))


class FindsDoubles(Register):
    """A register in which one person or team may stand twice."""

    def starting_acts(self, user):
        found = super().starting_acts(user)
        return [*found, (_("疑似重复"), reverse(f"volunteers:{self.name}_alike"))]

    def others(self, row, user):
        """The other registrations of the same person or team."""
        first = row.same_as_id or row.pk
        same = self.model.objects.visible_to(user).filter(Q(pk=first) | Q(same_as=first)).exclude(pk=row.pk)
        return same.select_related(*self.related)

    def ticked(self, rows, name):
        if name == "double":
            return rows.exclude(same_as=None)
        return rows.dormant(on=timezone.localdate())


@register
class TeamRegister(FindsDoubles):
    model = Team
    slug, title, unit, group, order = "team", _("志愿服务队"), _("支"), GROUP, 60
    explain = _("这里登记志愿服务队,包括没有在平台注册的;各平台导出的队伍表可直接导入。确实没有的,可确认本社区无此项。")
    columns = (
        Col("name", link=True), PLACE, Col("kind", gap=True), Col("leader", gap=True), Col("platform"),
        Col("registered_no"), Col("started_on"), UPDATED,
    )  # fmt: skip
    more = (Col("phone"), Col("ended_on"), Col("same_as"), Col("source"))
    related = ("community", "same_as")
    order_by = ("community",)
    filters = ("kind",)
    search_in = ("name__contains", "leader__contains", *PLACED, *BY_PHONE)
    is_dated = current_only = True
    ticks = (("dormant", _("只看沉睡队伍(12 个月无服务)")), ("double", _("只看已核对为重复登记的")))
    incomplete = Q(kind="") | Q(leader="")
    fields = (
        (_("队伍"), ["community", "name", "kind", "registered_no", "platform"]),
        (_("负责人"), ["leader", "phone"]),
        (_("起止"), ["started_on", "ended_on"]),
        (_("来源"), ["source"]),
    )
    form_class = TeamForm
    bulk_fields = ("kind", "platform", "source")
    end = "dissolve"
    sheet = "team"
    nil = choices.Register.TEAMS

    def related_rows(self, row, user):
        return [
            (_("队员"), Volunteer, row.members.filter(ended_on=None).select_related("community", "team")[:SHOWN]),
            (_("活动"), Activity, row.activities.select_related("community", "team")[:SHOWN]),
            (_("与之同一支的其他登记"), Team, self.others(row, user)),
        ]


@register
class VolunteerRegister(FindsDoubles):
    model = Volunteer
    slug, title, unit, group, order = "volunteer", _("志愿者"), _("人次"), GROUP, 61
    explain = _("这里登记志愿者,一行是一人在一个平台的登记;同一人在几个平台的,核对为同一人后只计一次。")
    columns = (
        Col("name", order=("pinyin", "pk"), link=True), PLACE, Col("team"), Col("politics", gap=True),
        Col("double_report"), Col("skills", gap=True), Col("platform"), UPDATED,
    )  # fmt: skip
    more = (
        Col("platform_no"), Col("phone"), Col("born", header=_("出生年月"), show=year_month, order=("born_on",)),
        Col("unit"), Col("started_on"), Col("ended_on"), Col("guardian_consent_on"), Col("same_as"), Col("source"),
    )  # fmt: skip
    related = ("community", "team", "same_as")
    order_by = ("name",)
    filters = ("double_report", "politics")
    search_in = (
        "name__contains", "pinyin__startswith", "initials__startswith", "platform_no__startswith", "skills__contains",
        "id_number_index", *BY_PHONE,
    )  # fmt: skip
    is_dated = current_only = True
    ticks = (("double", _("只看已核对为重复登记的")),)
    incomplete = Q(politics="") | Q(skills="") | Q(politics__in=["party", "probationary"], double_report=None)
    fields = (
        (_("本人"), ["name", "id_number", "born_on", "phone", "politics", "skills"]),
        (_("登记"), ["community", "platform", "platform_no", "team", "started_on", "ended_on"]),
        (_("双报到"), ["double_report", "unit"]),
        (_("未成年人"), ["guardian_consent_on"]),
        (_("来源"), ["source"]),
    )
    form_class = VolunteerForm
    bulk_fields = ("skills", "politics", "double_report", "unit", "source")
    end = "leave"
    sheet = "volunteer"

    def related_rows(self, row, user):
        hours = row.participations.visible_to(user).select_related("activity__community", "volunteer")
        return [
            (_("服务记录"), Participation, hours[:SHOWN]),
            (_("与之同一人的其他登记"), Volunteer, self.others(row, user)),
        ]


@register
class ActivityRegister(Register):
    model = Activity
    slug, title, unit, group, order = "activity", _("志愿服务活动"), _("次"), GROUP, 62
    explain = _("这里登记志愿服务活动;时长可在活动页逐人登记,也可用“志愿服务时长”表导入。")
    columns = (
        Col("title", link=True), PLACE, Col("team"), Col("starts_at"), Col("ends_at"), Col("place", gap=True), UPDATED,
    )  # fmt: skip
    more = (Col("source"),)
    related = ("community", "team")
    order_by = ("-starts_at",)
    search_in = ("title__contains", "place__contains", "team__name__contains", *PLACED)
    is_dated = True
    fields = (
        (_("活动"), ["community", "team", "title", "starts_at", "ends_at", "place"]),
        (_("来源"), ["source"]),
    )
    form_class = ActivityForm
    bulk_fields = ("place", "source")

    def on_day(self, rows, day):
        return rows.filter(starts_at__lt=by_the_day(day))

    def related_rows(self, row, user):
        hours = row.participations.select_related("activity__community", "volunteer")
        return [(_("服务记录"), Participation, hours.order_by("volunteer__pinyin", "pk"))]


@register
class HoursRegister(Register):
    """Entered from the activity or by sheet; verified here, one by one or many at once."""

    model = Participation
    slug, title, unit, group, order = "hours", _("服务记录"), _("条"), GROUP, 63
    explain = _("这里是志愿者每次服务的时长。时长由志愿者和录入人以外的另一人核实,可勾选多条批量核实。")
    columns = (
        Col("name", link=True), Col("activity", order=("activity__title",)),
        Col("activity__community", header=_("社区"), order=("activity__community__code",)), Col("starts_at"),
        Col("hours"), Col("verified_by"), Col("verified_at"),
    )  # fmt: skip
    more = (Col("activity__team"), Col("ends_at"), Col("volunteer__platform"), Col("source"), UPDATED)
    is_found = False
    related = ("activity__community", "activity__team", "volunteer")
    order_by = ("-starts_at",)
    search_in = ("name__contains", "activity__title__contains", "activity__team__name__contains")
    is_dated = True
    ticks = (("unverified", _("只看待核实")), ("doubled", _("只看同一人同一时间在两处的")))
    fields = (
        (_("服务"), ["volunteer", "activity", "hours"]),
        (_("核实"), ["verified_by", "verified_at"]),
        (_("来源"), ["source"]),
    )
    form_class = HoursForm
    may_create = False
    end = "verify"
    end_words = (_("批量核实"), _("待核实"), _("已核实"))
    sheet = "hours"

    def on_day(self, rows, day):
        return rows.filter(starts_at__lt=by_the_day(day))

    def ticked(self, rows, name):
        return rows.unverified() if name == "unverified" else rows.doubled()


@register
class NeedRegister(Register):
    model = Need
    slug, title, unit, group, order = "need", _("居民需求"), _("项"), GROUP, 64
    explain = _("这里登记居民希望志愿者帮忙的事:对接志愿者、办结或取消,一步一步办理。")
    columns = (
        Col("title", link=True), PLACE, Col("skill"), Col("wanted_on"), Col("state"), Col("volunteer"),
        Col("settled_on"), UPDATED,
    )  # fmt: skip
    more = (Col("source"),)
    related = ("community", "volunteer")
    order_by = ("-wanted_on",)
    filters = ("state",)
    search_in = ("title__contains", "skill__contains", *PLACED)
    is_dated = True
    fields = (
        (_("需求"), ["community", "title", "skill", "wanted_on"]),
        (_("办理"), ["state", "volunteer", "settled_on"]),
        (_("来源"), ["source"]),
    )
    form_class = NeedForm
    bulk_fields = ("skill", "source")

    def on_day(self, rows, day):
        return rows.filter(wanted_on__lte=day)
