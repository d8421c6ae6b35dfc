"""Grids are opened with a number, renumbered, and ended with all that depends on them."""

from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from communities.rules import check_day, check_exists, check_reach, refusal
from grids.models import Grid, GridDuty
from grids.models.nets import GRID_DIGITS
from grids.numbers import issue_grid_number, lowest_free_number
from grids.services.duties import close_duty
from records.history import acting
from records.successors import set_exactly


def open_grid(*, grid, user, reason=""):
    """A new grid or micro-grid (unsaved `grid`), with the next number of its community or of the grid it lies in."""
    with acting(user, reason or _("新增网格")):
        if grid.parent_id:
            grid.community = grid.parent.community
            if grid.parent.parent_id:
                raise refusal("parent", _("微网格下不再设微网格,上级网格请填写15位编码的网格。"), "conflict")
        check_reach(user, grid.community)
        if grid.started_on:
            check_day(grid.started_on, field="started_on")
            check_exists(grid.community, grid.started_on, field="started_on")
        grid.code = issue_grid_number(grid.community, grid.parent)
        grid.full_clean()
        grid.save()
        return grid


def hold_grid(grid, *, user):
    """The grid as stored, locked."""
    grid = Grid.objects.select_for_update(of=["self"]).select_related("community", "parent").filter(pk=grid.pk).first()
    if grid is None:
        raise refusal("on", _("这个网格已不存在,请刷新后再办理。"), "conflict")
    check_reach(user, grid.community, field="on")
    return grid


def end_grid(*, grid, on, user, reason=""):
    """The grid exists no longer from the day on; its micro-grids and everybody's duties in them end with it. What lay
    in it is then listed as not yet assigned."""
    with acting(user, reason or _("撤销网格")):
        grid = hold_grid(grid, user=user)
        check_day(on)
        if grid.ended_on and on >= grid.ended_on:
            raise refusal("on", _("该网格已于%(day)s撤销。"), "order", day=grid.ended_on)
        if grid.started_on and on <= grid.started_on:
            text = _("撤销日期须晚于起始日期%(day)s;如属误录,请删除这个网格。")
            raise refusal("on", text, "order", day=grid.started_on)
        for each in [*grid.micro_grids.filter(Q(ended_on=None) | Q(ended_on__gt=on)), grid]:
            _end(each, on)
        return grid


def _end(grid, on):
    """A micro-grid set up later than the day has never been: it ends as it begins."""
    last = max(on, grid.started_on) if grid.started_on else on
    for duty in GridDuty.objects.filter(Q(ended_on=None) | Q(ended_on__gt=last), grid=grid):
        close_duty(duty, on=max(last, duty.started_on))
    names = set_exactly(grid, ended_on=last)
    grid.full_clean()
    grid.save(update_fields=names)


def renumber_grid(*, grid, user, reason=""):
    """The grid gets the first free number of its sequence; its micro-grids keep their last two digits."""
    with acting(user, reason or _("网格改号")):
        grid = hold_grid(grid, user=user)
        grid.code = lowest_free_number(grid.community, grid.parent)
        grid.full_clean()
        grid.save(update_fields=["code"])
        if not grid.parent_id:
            last_digits = Substr(F("code"), GRID_DIGITS + 1)
            grid.micro_grids.update(code=Concat(Value(grid.code), last_digits))
        return grid
