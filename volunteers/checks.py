"""Volunteers: what is looked at before they are handed in (and, in `locked_days`, what is locked then)."""

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Nil
from communities.submissions import groups
from communities.submissions.checks import check, found
from communities.submissions.choices import Rhythm, Severity
from records.periods import begun_by
from volunteers import locked_days  # noqa: F401
from volunteers.models import Participation, Team, Volunteer
from volunteers.querysets import local_day

groups.register(
    groups.SheetGroup(
        slug="teams",
        title=gettext_lazy("志愿服务"),
        rhythm=Rhythm.QUARTER,
        sheets=("team", "volunteer", "hours", "nil"),
        models=("volunteers.Team", "volunteers.Volunteer", "volunteers.Need"),
    )
)


@check("teams-missing", group="teams", title=gettext_lazy("志愿服务队缺失"), severity=Severity.ERROR)
def teams_missing(communities, period):
    """No team entered by the last day, and no declaration that there is none."""
    entered = Team.objects.filter(begun_by(period.last_day), community=OuterRef("pk"))
    none = Nil.objects.filter(community=OuterRef("pk"), register="teams", started_on__lte=period.last_day)
    for pk in communities.filter(~Exists(entered), ~Exists(none)).values_list("pk", flat=True):
        yield found(pk, _("截至%(day)s没有登记志愿服务队,也没有确认本社区无此项。") % {"day": period.last_day})


@check("team-dormant", group="teams", title=gettext_lazy("沉睡队伍"), severity=Severity.WARNING)
def team_dormant(communities, period):
    """A team without hours in the twelve months to the last day."""
    for team in Team.objects.dormant(on=period.last_day).filter(community__in=communities, same_as=None):
        sentence = _("%(name)s截至%(day)s已有12个月没有服务时长,请核实是否仍在活动。")
        yield found(team.community_id, sentence % {"name": team.name, "day": period.last_day}, row=team)


@check("hours-unverified", group="teams", title=gettext_lazy("服务时长待核实"), severity=Severity.WARNING)
def hours_unverified(communities, period):
    """Hours of the period that no second person has verified."""
    begins, ends = local_day(period.started_on), local_day(period.day_after)
    rows = Participation.objects.unverified().filter(starts_at__gte=begins, starts_at__lt=ends)
    rows = rows.filter(activity__community__in=communities).order_by().values(place=F("activity__community"))
    for row in rows.annotate(count=Count("pk")):
        yield found(row["place"], _("本期有%(count)s条服务时长尚未由第二人核实。") % {"count": row["count"]})


@check("hours-doubled", group="teams", title=gettext_lazy("同一人服务时长重叠"), severity=Severity.WARNING)
def hours_doubled(communities, period):
    """Hours of the period at which the same person, registered on another platform, was somewhere else as well."""
    begins, ends = local_day(period.started_on), local_day(period.day_after)
    rows = Participation.objects.doubled().filter(starts_at__gte=begins, starts_at__lt=ends)
    for row in rows.filter(activity__community__in=communities).select_related("activity", "volunteer"):
        sentence = _("%(name)s在%(platform)s登记的“%(title)s”,与本人在另一平台的服务时长同一时间,请核对哪一条属实。")
        told = {"name": row.name, "platform": row.volunteer.platform or _("社区"), "title": row.activity.title}
        yield found(row.activity.community_id, sentence % told, row=row)


@check("volunteer-alike", group="teams", title=gettext_lazy("疑似重复的志愿者"), severity=Severity.WARNING)
def volunteer_alike(communities, period):
    """The same identity number twice in one community, and nobody has said whether it is one person."""
    twice = Volunteer.objects.filter(begun_by(period.last_day), ended_on=None, same_as=None, community__in=communities)
    twice = twice.exclude(Q(id_number_index=None) | Q(doubles__isnull=False))
    rows = twice.order_by().values("community", "id_number_index").annotate(count=Count("pk")).filter(count__gt=1)
    counts = {}
    for row in rows:
        counts[row["community"]] = counts.get(row["community"], 0) + 1
    for pk, count in counts.items():
        yield found(pk, _("有%(count)s个身份证号登记了多次,尚未核对是否同一人。") % {"count": count})
