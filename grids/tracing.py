"""Which grids, duties, buildings and events a figure of one community counted, and which not."""

from django.db.models import BooleanField, ExpressionWrapper
from django.utils.translation import gettext as _

from compliance.headcounts import months_before
from compliance.tracing import Line, Traced
from grids import coverage
from grids.choices import Flow
from grids.models import Building, EventCount, Grid, GridDuty, GridEvent
from grids.querysets import general
from records.periods import begun_by, open_on

UNASSIGNED, TWICE = coverage.FindingKind.UNASSIGNED, coverage.FindingKind.TWICE


def _flag(condition):
    return ExpressionWrapper(condition, output_field=BooleanField())


def grid_rows(having=None, missing="", field=""):
    """General grids of the day: those that meet `having(on)`, and why the others do not."""

    def rows(on, community):
        flags = {"traced_open": _flag(open_on(on)), "traced_general": _flag(general())}
        flags["traced_having"] = _flag(having(on) if having else open_on(on))
        traced = Traced()
        for grid in Grid.objects.filter(begun_by(on), community=community).annotate(**flags).order_by("code"):
            amount = getattr(grid, field) if field else None
            reason = _why_not(grid, str(missing))
            traced.add(Line(str(grid), grid.code, amount=amount, reason=reason, source=grid.source, record=grid))
        return traced

    return rows


def _why_not(grid, missing):
    if not grid.traced_open:
        return _("已于%(day)s撤销") % {"day": grid.ended_on}
    if not grid.traced_general:
        return _("是微网格") if grid.parent_id else _("不是综合网格(%(kind)s)") % {"kind": grid.get_kind_display()}
    return "" if grid.traced_having else missing


def duty_rows(roles, counted):
    """Duties of the day in the `roles` that make up the figure; those `counted` are its numerator."""

    def rows(on, community):
        traced, seen = Traced(), set()
        duties = GridDuty.objects.filter(begun_by(on), grid__community=community).annotate(
            traced_open=_flag(open_on(on))
        )
        for duty in duties.select_related("grid").defer("phone").order_by("started_on", "pk"):
            reason = _left_out(duty, roles, counted) or (_("同一人已计") if duty.worker_id in seen else "")
            if not reason and duty.worker_id:
                seen.add(duty.worker_id)
            label = f"{duty.get_role_display()} {duty.grid}"
            traced.add(Line(label, str(duty.started_on), reason=reason, source=duty.source, record=duty))
        return traced

    return rows


def _left_out(duty, roles, counted):
    if not duty.traced_open:
        return _("已于%(day)s离任") % {"day": duty.ended_on}
    if duty.role not in roles:
        return _("不是专职或兼职网格员")
    return "" if duty.role in counted else _("兼职,只计入分母")


def building_rows(on, community):
    """Buildings, with the reason where one lies in no general grid or in several."""
    wrong = {each.building_id: each for each in coverage.find([community.code], on, [UNASSIGNED, TWICE])}
    traced = Traced()
    buildings = Building.objects.filter(compound__community=community).select_related("compound", "grid")
    for building in buildings.order_by("compound__name", "name"):
        reason = str(coverage.FindingKind(wrong[building.pk].kind).label) if building.pk in wrong else ""
        detail = str(building.grid or "")
        traced.add(Line(str(building), detail, reason=reason, source=building.source, record=building))
    return traced


def event_rows(on, community):
    """Monthly counts and, of months without, single events of the twelve months."""
    since, traced = months_before(on, 12), Traced()
    counted = EventCount.objects.filter(month__gt=since, month__lte=on, community=community)
    for each in counted.order_by("month", "flow", "category"):
        label = f"{each.month:%Y-%m} {each.get_flow_display()} {each.get_category_display()}"
        traced.add(Line(label, amount=each.reported, reason=_direction(each), source=each.source, record=each))
    months = {each.month for each in counted}
    own = GridEvent.objects.filter(reported_on__gt=since, reported_on__lte=on, grid__community=community)
    for each in own.order_by("reported_on", "pk"):
        reason = _("当月已按件数计") if each.reported_on.replace(day=1) in months else _direction(each)
        traced.add(Line(each.title, str(each.reported_on), amount=1, reason=reason, source=each.source, record=each))
    return traced


def _direction(event):
    return "" if event.flow == Flow.UP else _("上级派发,只计入分母")
