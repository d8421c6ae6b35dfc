"""Who answers for the part of the community one lives in."""

from collections import defaultdict

from django.utils.translation import gettext_lazy as _

from communities.panels import panel
from grids.choices import DutyRole
from grids.models import Grid, GridDuty

SHOWN = ("grid_id", "name", "role")
"""All that is read of a duty; numbers that are stored encrypted stay so."""


@panel("grids", title=_("网格"), template="grids/panel.html", order=45)
def grids(visit):
    """For the public each general grid with its leader's name and the office's telephone number, nothing else; for the
    office all that serve in it. Nothing where no grid is registered."""
    here = list(Grid.objects.general(on=visit.on).filter(community=visit.community).order_by("code"))
    if not here:
        return None
    show_all = not visit.is_public and visit.user.has_perm("grids.view_gridduty")
    serving = GridDuty.objects.open(on=visit.on).filter(grid__in=here).order_by("started_on")
    if not show_all:
        serving = serving.filter(role=DutyRole.LEADER)
    people = defaultdict(list)
    for duty in serving.only(*SHOWN):
        people[duty.grid_id].append(duty)
    return {
        "grids": [(grid, people[grid.pk]) for grid in here],
        "phone": visit.community.phone,
        "show_all": show_all,
    }
