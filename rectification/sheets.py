"""The sheet of findings: what is entered comes in, how far it has got goes out."""

from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from communities.sheets.areas import AreaCode
from compliance import registry
from rectification.choices import State
from rectification.models import Finding
from sheets.batch import ROWS
from sheets.cells import key_text
from sheets.columns import Choice, Date, Text
from sheets.registry import register
from sheets.sheet import Sheet

UNKNOWN = f"""
SELECT sheet_row, place FROM {ROWS} r WHERE place > ''
  AND NOT EXISTS (SELECT FROM communities_area a WHERE a.code = r.place)
  AND NOT EXISTS (SELECT FROM communities_community c WHERE c.code = r.place)
"""
CLOSED = f"SELECT sheet_row FROM after_finding WHERE sheet_changed AND NOT sheet_new AND state = '{State.CLOSED}'"


class IndicatorChoice(Choice):
    """A declared indicator, by slug or title."""

    def options_of(self, field):
        autodiscover_modules("indicators")
        return [(slug, str(title)) for slug, title in registry.choices()]


class StateColumn(Text):
    """状态: told by an export; acts change it, not a sheet."""

    stored = False

    def __init__(self):
        super().__init__(name="state", header=_("状态"))
        self.note = _("只在导出时填写;由“报告完成”“销号”等办理")

    def parse(self, cell, factor):
        return key_text(cell)

    @property
    def paths(self):
        return ["state"]

    def show(self, value, months=()):
        return str(State(value).label) if value else ""


@register
class FindingSheet(Sheet):
    name = "finding"
    title = _("整改问题")
    model = Finding

    def make_columns(self):
        return [
            AreaCode("place", key=True, aliases=("社区编码", "区划编码")),
            Choice("origin", key=True),
            Date("found_on", key=True),
            Text("title", key=True),
            "words",
            "reference",
            IndicatorChoice("indicator", required=False),
            "unit",
            "due_on",
            StateColumn(),
        ]

    def check(self, batch):
        batch.find_all(UNKNOWN, "place", "unknown_code", _now("区划表和社区登记册中没有编码“%s”,请核对。"))
        batch.find_all(CLOSED, "title", "constraint", _now("问题已销号,不再修改;确需更正,请先退回整改。"))
