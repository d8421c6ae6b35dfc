"""The monthly counts of the platform on which events are dealt with."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.sheets.lookup import community_columns
from grids.models import EventCount
from sheets.columns import Choice, Integer, Month
from sheets.errors import CellError
from sheets.registry import register
from sheets.sheet import Sheet


class PastMonth(Month):
    def check(self, value):
        if value > timezone.localdate():
            raise CellError("out_of_range", _("月份晚于本月,请核对。"))
        return super().check(value)


@register
class EventCountSheet(Sheet):
    name = "eventcount"
    title = gettext_lazy("事件月度数")
    model = EventCount

    def make_columns(self):
        return [
            *community_columns(),
            PastMonth("month", key=True, aliases=("统计月份",)),
            Choice("flow", key=True),
            Choice("category", key=True, aliases=("类别",)),
            Integer("reported", aliases=("上报数", "受理件数")),
            Integer("closed", aliases=("办结数",)),
        ]

    def known_on(self, rows, day):
        return rows.filter(month__lte=day)
