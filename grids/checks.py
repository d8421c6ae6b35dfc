"""Grids: what is looked at before they are handed in (and, in `locked_days`, what is locked then)."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Nil
from communities.submissions import groups
from communities.submissions.checks import check, found
from communities.submissions.choices import Rhythm, Severity
from grids import coverage, locked_days  # noqa: F401
from grids.coverage import FindingKind
from grids.models import Grid, GridDuty
from records.periods import begun_by

groups.register(
    groups.SheetGroup(
        slug="grids",
        title=gettext_lazy("网格"),
        rhythm=Rhythm.QUARTER,
        sheets=("grid", "gridduty", "eventcount", "nil"),
        models=("grids.Grid", "grids.GridDuty", "grids.EventCount", "grids.GridEvent"),
    )
)

NAMED = 3
"""So many of a community's findings are told by name."""


@check("grids-missing", group="grids", title=gettext_lazy("网格缺失"), severity=Severity.ERROR)
def grids_missing(communities, period):
    """No grid entered by the last day, and no declaration that there is none."""
    entered = Grid.objects.filter(begun_by(period.last_day), community=OuterRef("pk"))
    none = Nil.objects.filter(community=OuterRef("pk"), register="grids", started_on__lte=period.last_day)
    for pk in communities.filter(~Exists(entered), ~Exists(none)).values_list("pk", flat=True):
        yield found(pk, _("截至%(day)s没有登记网格,也没有确认本社区无此项。") % {"day": period.last_day})


def _listed(communities, period, kinds, sentence):
    """One finding for each community: how many, and the first of them by name."""
    keys = dict(communities.values_list("code", "pk"))
    subjects = {}
    for each in coverage.find(list(keys), period.last_day, kinds) if keys else ():
        subjects.setdefault(each.community_id, []).append(each.subject)
    for pk, names in subjects.items():
        listed = "、".join(names[:NAMED]) + (_("等") if len(names) > NAMED else "")
        yield found(pk, sentence % {"count": len(names), "listed": listed})


@check("grids-unassigned", group="grids", title=gettext_lazy("小区、楼栋未划入网格"), severity=Severity.WARNING)
def grids_unassigned(communities, period):
    """Every estate and building lies in a general grid."""
    text = _("%(count)s处小区、楼栋未划入综合网格:%(listed)s。")
    yield from _listed(communities, period, [FindingKind.UNASSIGNED], text)


@check("grids-twice", group="grids", title=gettext_lazy("小区、楼栋重复划入网格"), severity=Severity.WARNING)
def grids_twice(communities, period):
    """And in one only."""
    text = _("%(count)s处小区、楼栋同时在几个综合网格:%(listed)s。")
    yield from _listed(communities, period, [FindingKind.TWICE], text)


@check("grids-without-anyone", group="grids", title=gettext_lazy("无人网格"), severity=Severity.WARNING)
def grids_without_anyone(communities, period):
    """A general grid with nobody but police or a party secretary."""
    text = _("%(count)s个综合网格没有网格长或网格员:%(listed)s。")
    yield from _listed(communities, period, [FindingKind.NO_DUTY], text)


@check("grids-numbers", group="grids", title=gettext_lazy("网格编号或层级不符"), severity=Severity.WARNING)
def grids_numbers(communities, period):
    """Numbers follow one another; micro-grids lie in their parent's community."""
    text = _("%(count)s个网格编号不连续,或上级网格不在本社区:%(listed)s。")
    yield from _listed(communities, period, [FindingKind.NUMBER, FindingKind.PARENT], text)


@check("duties-outlive", group="grids", title=gettext_lazy("网格员已离任"), severity=Severity.WARNING)
def duties_outlive(communities, period):
    """A duty that goes on though the staff member serves nowhere any more."""
    rows = GridDuty.objects.of_leavers(on=period.last_day).filter(grid__community__in=communities)
    for row in rows.select_related("grid"):
        sentence = _("%(name)s已从社区离任,仍登记为%(grid)s的%(role)s,请办理交接或离任。")
        values = {"name": row.name, "grid": row.grid, "role": row.get_role_display()}
        yield found(row.grid.community_id, sentence % values, row=row)
