"""Form fields that name a grid or an estate."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from communities.registers.fields import OFFERED, Suggesting
from communities.registers.suggesting import suggests
from grids.models import Grid
from property_mgmt.models import Compound
from records.text import normalise


def written(grid):
    """500199001001001 第一网格"""
    return f"{grid.code} {grid.name}".strip()


def find_grid(text, user):
    """The one grid within reach that is meant: by its code, or by its name, with the community's before it if need be.
    Raises `ValidationError` where there is none or more than one."""
    rows = Grid.objects.visible_to(user).select_related("community", "parent")
    first = text.split(" ")[0]
    is_code = first.isascii() and first.isdigit()
    found = rows.filter(code=first) if is_code else named(rows.filter(ended_on=None), text)
    return the_one(found, text, lambda grid: f"{grid.code} {grid.community}", _("网格"))


def named(rows, text):
    """Rows of the name, where one is given of the community «社区/名称»."""
    place, slash, name = text.rpartition("/")
    within = Q(community__code=place) | Q(community__name=place) | Q(community__short_name=place)
    return rows.filter(within, name=name) if slash else rows.filter(name=text)


def the_one(rows, text, show, what):
    """The only row. Raises `ValidationError` where there is none or more than one."""
    found = list(rows[:OFFERED])
    if len(found) == 1:
        return found[0]
    values = {"what": what, "text": text[:40], "listed": "、".join(map(show, found))}
    if not found:
        raise ValidationError(_("您的辖区内没有%(what)s“%(text)s”,请核对。"), "unknown_code", values)
    raise ValidationError(_("有几个%(what)s叫这个名称,请填:%(listed)s。"), "ambiguous_name", values)


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


@suggests("grid")
def grids(user, text):
    """Grids within reach, by code, name or the community's name."""
    rows = Grid.objects.visible_to(user).filter(ended_on=None).select_related("community")
    if text:
        rows = rows.filter(Q(code__startswith=text) | Q(name__contains=text) | Q(community__name__contains=text))
    return [(row.code, f"{row} · {row.community}") for row in rows.order_by("code")[:OFFERED]]


def of_community(compound):
    """500199001001/康乐小区"""
    return f"{compound.community.code}/{compound.name}"


class EstateField(forms.CharField):
    """An estate within reach, by its name or as 社区/小区. Gives the row."""

    widget = Suggesting("estate")
    user = None

    def clean(self, value):
        text = normalise(super().clean(value) or "")
        rows = Compound.objects.visible_to(self.user).select_related("community")
        return the_one(named(rows, text), text, of_community, _("小区")) if text else None

    def prepare_value(self, value):
        rows = Compound.objects.select_related("community")
        compound = rows.filter(pk=value).first() if isinstance(value, int) else value
        return of_community(compound) if isinstance(compound, Compound) else value


@suggests("estate")
def estates(user, text):
    """Estates within reach, by their name or the community's."""
    rows = Compound.objects.visible_to(user).select_related("community")
    if text:
        rows = rows.filter(Q(name__contains=text) | Q(community__name__contains=text))
    return [(of_community(row), f"{row} · {row.community}") for row in rows.order_by("name", "pk")[:OFFERED]]
