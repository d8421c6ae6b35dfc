"""Sheets of what is counted in a community or an area: people and households, funds, declarations of none."""

from django.utils.translation import gettext_lazy as _

from communities.models import AreaFigure, Headcount, Nil, WorkFund
from communities.sheets.areas import AreaColumn
from communities.sheets.lookup import community_columns
from sheets.columns import Choice, Date, Integer, Year
from sheets.registry import register
from sheets.sheet import Sheet


def counted_on():
    return Date("on", key=True, aliases=("日期", "截止日期", "统计时间"))


@register
class HeadcountSheet(Sheet):
    name = "headcount"
    title = _("人口户数")
    model = Headcount

    def make_columns(self):
        return [
            *community_columns(),
            counted_on(),
            "residents",
            "urban_residents",
            "registered",
            "floating",
            Integer("households", aliases=("户数",)),
            "occupied_households",
            "registered_households",
            "planned_households",
        ]


@register
class AreaFigureSheet(Sheet):
    name = "areafigure"
    title = _("区划指标")
    model = AreaFigure

    def make_columns(self):
        return [
            AreaColumn("area", name="area_code", key=True, header=_("区划编码"), aliases=("区划代码", "行政区划代码")),
            counted_on(),
            "urban_residents",
            "residents",
            "households",
            "social_workers",
            "volunteers",
        ]


@register
class FundSheet(Sheet):
    name = "fund"
    title = _("经费")
    model = WorkFund

    def make_columns(self):
        return [
            *community_columns(),
            Year("year", key=True, aliases=("年份",)),
            Choice("payer", key=True),
            Choice("purpose", key=True),
            "budgeted",
            "received",
            "spent",
            "matter",
        ]

    def known_on(self, rows, day):
        return rows.filter(year__lte=day.year)


@register
class NilSheet(Sheet):
    name = "nil"
    title = _("本社区无此项")
    model = Nil

    def make_columns(self):
        return [*community_columns(), Choice("register", key=True), "started_on"]
