"""Sheets of buildings and of estates that lie in a grid as a whole."""

from django.utils.translation import gettext_lazy as _

from grids.models import Building, Covering
from grids.sheets.columns import GridColumn, refuse_grid_elsewhere
from property_mgmt.sheets.lookup import ESTATE_KEY, estate_columns
from sheets.columns import Integer, Text
from sheets.registry import register
from sheets.sheet import Part, Sheet


class OfEstates(Sheet):
    """Rows of an estate, which is named by its community and its own name."""

    def check(self, batch):
        refuse_grid_elsewhere(batch, self.main.after)

    def ordered(self, rows):
        return rows.order_by("compound__community__code", "compound__name", *self.own_order, "pk")


@register
class BuildingSheet(OfEstates):
    name = "building"
    title = _("楼栋")
    model = Building
    own_order = ("name",)

    def make_parts(self):
        return [Part(Building, key=[ESTATE_KEY, ("name", "name")])]

    def make_columns(self):
        return [
            *estate_columns(),
            Text("name", key=True, aliases=("楼栋", "楼号", "栋号", "幢号")),
            Integer("units", aliases=("单元",)),
            Integer("households", aliases=("总户数",)),
            GridColumn(),
        ]


@register
class CoveringSheet(OfEstates):
    name = "covering"
    title = _("小区划入")
    model = Covering
    own_order = ("grid__code",)

    def make_parts(self):
        return [Part(Covering, key=[ESTATE_KEY, ("grid_code__id", "grid_id")])]

    def make_columns(self):
        return [*estate_columns(), GridColumn(key=True)]
