"""Estates and buildings are put into the one general grid they belong to; what stood against it is taken back."""

from django.db.models import Q
from django.utils.translation import gettext as _

from communities.rules import check_reach, refusal
from grids.choices import GridKind
from grids.models import Building, Covering
from property_mgmt.models import Compound
from records.history import acting


def in_general():
    """Rows whose grid belongs to the general net."""
    return Q(grid__parent=None, grid__kind=GridKind.GENERAL) | Q(grid__parent__kind=GridKind.GENERAL)


def _check(grid, compound, user):
    if grid is None or grid.ended_on is not None or grid.is_micro or grid.kind != GridKind.GENERAL:
        raise refusal("grid", _("请选择本社区现有的综合网格。"), "invalid_choice")
    check_reach(user, compound.community, field="grid")
    if grid.community_id != compound.community_id:
        raise refusal("grid", _("网格与小区不在同一社区,请填写本社区的网格。"), "conflict")


def place_compound(*, compound, grid, user, reason=""):
    """The estate lies in this general grid as a whole. Buildings that said otherwise say nothing of their own now."""
    with acting(user, reason or _("小区划入网格")):
        compound = Compound.objects.select_for_update().get(pk=compound.pk)
        _check(grid, compound, user)
        Covering.objects.filter(in_general(), compound=compound).exclude(grid=grid).delete()
        Covering.objects.get_or_create(compound=compound, grid=grid)
        elsewhere = Building.objects.filter(in_general(), compound=compound)
        elsewhere.exclude(Q(grid=grid) | Q(grid__parent=grid)).update(grid=None)
        return compound


def place_building(*, building, grid, user, reason=""):
    """The building lies in this general grid. Where its estate lay in another one as a whole, the estate's other
    buildings stay there one by one."""
    with acting(user, reason or _("楼栋划入网格")):
        compound = Compound.objects.select_for_update().get(pk=building.compound_id)
        building = Building.objects.select_related("grid").get(pk=building.pk)
        _check(grid, compound, user)
        _split(compound, grid, building)
        if building.grid is None or grid.pk not in (building.grid_id, building.grid.parent_id):
            building.grid = grid
            building.save(update_fields=["grid"])
        return building


def _split(compound, grid, building):
    """Take the estate out of the other general grids it lies in as a whole, and leave its other buildings where they
    are known to be."""
    others = Covering.objects.filter(in_general(), compound=compound).exclude(grid=grid)
    whole = list(others.values_list("grid", flat=True))
    if len(whole) == 1 and not Covering.objects.filter(compound=compound, grid=grid).exists():
        Building.objects.filter(compound=compound, grid=None).exclude(pk=building.pk).update(grid=whole[0])
    others.delete()
