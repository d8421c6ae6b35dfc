"""The sheets of yearly fees and of renewals."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from property_mgmt.models import FeeYear, Renewal
from property_mgmt.sheets.lookup import ESTATE_KEY, estate_columns
from sheets.columns import Date, Decimal, Year
from sheets.registry import register
from sheets.sheet import Part, Sheet

KEY = [ESTATE_KEY, ("year", "year")]


class LedgerSheet(Sheet):
    """Rows of an estate and a year."""

    def make_parts(self):
        return [Part(self.model, key=KEY)]

    @property
    def key_column(self):
        return self.column("year")


@register
class FeeYearSheet(LedgerSheet):
    name = "feeyear"
    title = gettext_lazy("物业费年度收缴")
    model = FeeYear

    def make_columns(self):
        return [
            *estate_columns(),
            Year("year", key=True, aliases=("收费年度", "年份")),
            Decimal("due", aliases=("当年应收", "应收", "应收物业费")),
            Decimal("received", aliases=("实收当年", "当年实收", "实收")),
            Decimal("arrears", aliases=("收回往年欠费", "收回欠费")),
        ]

    def check(self, batch):
        """More than was due is possible, but mostly arrears of earlier years: it is said, not refused."""
        rows = batch.select(
            """SELECT a.sheet_row, c.name, a.received, a.due FROM after_feeyear a
               JOIN property_mgmt_compound c ON c.id = a.compound_id
               WHERE a.sheet_changed AND a.received > a.due ORDER BY 1"""
        )
        for row, name, received, due in rows:
            text = _(
                "第%(row)s行:%(name)s实收当年%(received)s元,大于当年应收%(due)s元,收回的往年欠费请填在“%(arrears)s”列。"
            )
            values = {"row": row, "name": name, "received": received, "due": due}
            batch.note(text % (values | {"arrears": self.column("arrears").header}))


@register
class RenewalSheet(LedgerSheet):
    name = "renewal"
    title = gettext_lazy("老旧小区改造")
    model = Renewal
    constraint_codes = {
        "renewal_finished_after_started": ("order", "finished_on"),
        "renewal_done_on": ("required", "finished_on"),
    }

    def make_columns(self):
        return [
            *estate_columns(),
            Year("year", key=True, aliases=("改造年度", "列入计划年度")),
            "parts",
            "state",
            "buildings",
            "households",
            "lifts",
            "parking",
            "invested",
            Date("started_on", aliases=("开工时间",)),
            Date("finished_on", aliases=("完工时间", "竣工日期")),
            "document",
        ]
