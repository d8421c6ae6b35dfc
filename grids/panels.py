"""Who answers for the part of the community one lives in."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from communities.access import may_at
from communities.panels import panel
from grids.choices import DutyRole
from grids.models import Grid, GridDuty
from records.asked import question


@question
def _grids(community, on):
    """Grids with name and role of all that serve in each: numbers that are stored encrypted stay so."""
    serving = GridDuty.objects.open(on=on).filter(grid=OuterRef("pk")).order_by("started_on")
    people = ArraySubquery(serving.values(json=JSONObject(name="name", role="role")))
    return Grid.objects.general(on=on).filter(community=community).order_by("code").annotate(people=people)


@panel("grids", title=_("网格"), template="grids/panel.html", order=45)
def grids(visit):
    """For the public each general grid with its leader's name and the office's telephone number, nothing else; for the
    office all that serve in it. Nothing where no grid is registered."""
    here = _grids(community=visit.community.pk, on=visit.on)
    if not here:
        return None
    show_all = not visit.is_public and may_at(visit.user, "grids.view_gridduty", visit.community.code)
    return {
        "grids": [(grid, _people(grid, show_all)) for grid in here],
        "phone": visit.community.phone,
    }


def _people(grid, show_all):
    """[(role, name)]"""
    shown = (each for each in grid.people if show_all or each["role"] == DutyRole.LEADER)
    return [(DutyRole(each["role"]).label, each["name"]) for each in shown]
