"""Grids follow a change of communities: ended on the day, set up again in the successor with a new number."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.distribution import Kind, register
from grids.models import Building, Covering, Grid, GridDuty
from grids.numbers import issue_grid_number
from records.successors import set_exactly, successor


def lasting(community, on):
    """Grids with their micro-grids; a micro-grid on its own only where its parent lies elsewhere."""
    rows = Grid.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), community=community)
    return rows.exclude(parent__community=community)


def follow(grid, move, parent=None):
    """The grid ends on the day and goes on as another one; what lay in it and whoever served in it follow."""
    micro_grids = list(grid.micro_grids.filter(Q(ended_on=None) | Q(ended_on__gt=move.on)).order_by("code"))
    name = _name_there(grid, move, parent)
    following = successor(grid, community=move.after, parent=parent, name=name)
    if not (grid.started_on and grid.started_on >= move.on):
        following.started_on = move.on
    following.code = issue_grid_number(move.after, parent)
    grid.save(update_fields=set_exactly(grid, ended_on=max(move.on, grid.started_on or move.on)))
    following.full_clean()
    following.save()
    _move_duties(grid, following, move.on)
    for model in (Building, Covering):
        model.objects.filter(grid=grid).update(grid=following)
    for micro in micro_grids:
        follow(micro, move, parent=following)


def _name_there(grid, move, parent):
    """Two communities that become one may both have a 第一网格."""
    taken = Grid.objects.filter(community=move.after, parent=parent, name=grid.name, ended_on=None)
    if not grid.name or not taken.exists():
        return grid.name
    ending = f"({move.before})"
    return grid.name[: Grid._meta.get_field("name").max_length - len(ending)] + ending


def _move_duties(grid, following, on):
    for duty in GridDuty.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), grid=grid).order_by("started_on"):
        if duty.started_on >= on:
            duty.grid = following
            duty.save(update_fields=["grid"])
            continue
        after = successor(duty, grid=following, started_on=on)
        duty.save(update_fields=set_exactly(duty, ended_on=on))
        after.full_clean()
        after.save()


register(Kind(slug="grids", title=_("网格"), rows=lasting, move=follow))
