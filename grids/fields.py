"""Form fields that name a grid."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from communities.registers.fields import OFFERED, Suggesting
from communities.registers.suggesting import suggests
from grids.models import Grid
from records.text import normalise


def written(grid):
    """500199001001001 第一网格"""
    return f"{grid.code} {grid.name}".strip()


def find_grid(text, user):
    """The one grid within reach that is meant: by its code, or by its name, written 社区/名称 if need be.
    Raises `ValidationError` where there is none or more than one."""
    rows = Grid.objects.visible_to(user).select_related("community", "parent")
    first = text.split(" ")[0]
    if first.isascii() and first.isdigit():
        found = list(rows.filter(code=first))
    else:
        found = list(_named(rows.filter(ended_on=None), text)[:OFFERED])
    if len(found) == 1:
        return found[0]
    if not found:
        raise ValidationError(_("您的辖区内没有网格“%(text)s”,请核对。"), "unknown_code", {"text": text[:40]})
    listed = "、".join(f"{grid.code} {grid.community}" for grid in found)
    raise ValidationError(_("有几个网格叫这个名称,请填:%(listed)s。"), "ambiguous_name", {"listed": listed})


def _named(rows, text):
    """Rows of the name, where one is given of the community."""
    place, slash, name = text.rpartition("/")
    within = Q(community__code=place) | Q(community__name=place) | Q(community__short_name=place)
    return rows.filter(within, name=name) if slash else rows.filter(name=text)


class GridField(forms.CharField):
    """A grid within reach. Gives the row."""

    widget = Suggesting("grid")
    user = None

    def clean(self, value):
        text = normalise(super().clean(value) or "")
        return find_grid(text, self.user) if text else None

    def prepare_value(self, value):
        grid = Grid.objects.filter(pk=value).first() if isinstance(value, int) else value
        return written(grid) if isinstance(grid, Grid) else value


@suggests("grid", "grids.view_grid")
def grids(user, text):
    """Grids within reach, by code, name or the community's name."""
    rows = Grid.objects.visible_to(user).filter(ended_on=None).select_related("community")
    if text:
        rows = rows.filter(Q(code__startswith=text) | Q(name__contains=text) | Q(community__name__contains=text))
    return [(row.code, f"{row} · {row.community}") for row in rows.order_by("code")[:OFFERED]]
