"""Sheets of what is counted in a community or an area: people and households, funds, declarations of none."""

from django.utils.translation import gettext_lazy as _

from communities.models import Headcount
from communities.sheets.lookup import community_columns
from sheets.columns import Date, Integer
from sheets.registry import register
from sheets.sheet import Sheet


@register
class HeadcountSheet(Sheet):
    name = "headcount"
    title = _("人口户数")
    model = Headcount

    def make_columns(self):
        return [
            *community_columns(),
            Date("on", key=True, aliases=("日期", "截止日期")),
            "residents",
            "urban_residents",
            "registered",
            "floating",
            Integer("households", aliases=("户数",)),
            "occupied_households",
            "registered_households",
            "planned_households",
        ]
