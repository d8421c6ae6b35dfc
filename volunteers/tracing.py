"""Which teams, volunteers and needs a figure of one community counted and which not. Volunteers are not named."""

from django.db.models import BooleanField, ExpressionWrapper
from django.utils.translation import gettext as _

from compliance.tracing import Line, Traced
from records.periods import begun_by
from volunteers.choices import NeedState
from volunteers.models import Need, Team, Volunteer
from volunteers.querysets import cancelled_by, counted_once, met_by, wanted_within_a_year


def _flag(condition):
    return ExpressionWrapper(condition, output_field=BooleanField())


def registrations(model, label):
    """Rows of a figure over teams or volunteers; `label(row)` is how one is called."""

    def rows(on, community):
        traced = Traced()
        found = model.objects.filter(begun_by(on), community=community)
        for row in found.annotate(traced_once=_flag(counted_once(on))).order_by("started_on", "pk"):
            detail = f"{row.platform or _('社区登记')} {row.started_on or ''}—{row.ended_on or ''}"
            traced.add(Line(label(row), detail, reason=_reason(row, on), source=row.source, record=row))
        return traced

    return rows


def _reason(row, on):
    if row.traced_once:
        return ""
    if row.ended_on and row.ended_on <= on:
        return _("已于%(day)s退出或解散") % {"day": row.ended_on}
    return _("已核对为重复登记,只计一次")


team_rows = registrations(Team, lambda team: f"{team.name} {team.get_kind_display()}".strip())
volunteer_rows = registrations(Volunteer, lambda volunteer: _("志愿者 %(number)s") % {"number": volunteer.platform_no})


def need_rows(on, community):
    """Needs of the year that are met; the others with what became of them."""
    traced = Traced()
    flags = {"traced_recent": wanted_within_a_year(on), "traced_met": met_by(on), "traced_gone": cancelled_by(on)}
    needs = Need.objects.filter(community=community, wanted_on__lte=on)
    for need in needs.annotate(**{name: _flag(q) for name, q in flags.items()}).order_by("wanted_on", "pk"):
        detail = f"{need.wanted_on} {NeedState(need.state).label} {need.settled_on or ''}".strip()
        traced.add(Line(need.title, detail, reason=_need_reason(need), source=need.source, record=need))
    return traced


def _need_reason(need):
    if not need.traced_recent:
        return _("早于最近12个月")
    if need.traced_gone:
        return _("已取消,不计入")
    return "" if need.traced_met else _("尚未完成,只计入分母")
