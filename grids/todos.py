"""What waits at the desk about grids: what lies in none or in several, grids without anyone, duties of leavers."""

from django.urls import reverse
from django.utils.translation import gettext as _

from communities.access import reach
from communities.choices import Level
from communities.own_todos import FEW, GAPS
from communities.registers import get
from communities.todos import Todo, todo
from grids import coverage
from grids.coverage import FindingKind
from grids.models import Grid, GridDuty


@todo("grid-coverage", group=GAPS, order=26, permission="grids.change_building")
def to_be_placed(user, today):
    """Estates and buildings in no general grid, or in several."""
    codes = reach(user)
    if any(len(code) < Level.COUNTY.width for code in codes):
        return None
    found = coverage.find(codes, today, [FindingKind.UNASSIGNED, FindingKind.TWICE])
    url = reverse("grids:coverage")
    lines = tuple((f"{each.subject} {FindingKind(each.kind).label}", f"{url}?kind={each.kind}") for each in found[:FEW])
    title = _("%s 处小区、楼栋未划入或重复划入网格") % len(found)
    return Todo(title=title, count=len(found), url=url, lines=lines, is_urgent=False)


@todo("grids-without-anyone", group=GAPS, order=27, permission="grids.add_gridduty")
def without_anyone(user, today):
    rows = Grid.objects.visible_to(user).without_anyone(on=today).select_related("community").order_by("code")
    count = rows.count()
    lines = tuple((f"{row} {row.community}", get(Grid).url("act", row.pk, "appoint")) for row in rows[:FEW])
    url = f"{reverse('grids:coverage')}?kind={FindingKind.NO_DUTY}"
    return Todo(title=_("%s 个网格没有网格员") % count, count=count, url=url, lines=lines if count else ())


@todo("duties-of-leavers", group=GAPS, order=28, permission="grids.change_gridduty")
def of_leavers(user, today):
    """Staff who serve in no community any more and still answer for a grid."""
    rows = GridDuty.objects.visible_to(user).of_leavers(on=today).select_related("grid").order_by("grid__code")
    count = rows.count()
    lines = tuple((f"{row} {row.grid}", get(GridDuty).url("detail", row.pk)) for row in rows[:FEW]) if count else ()
    return Todo(title=_("%s 名网格员已离任,网格尚未交接") % count, count=count, lines=lines)
