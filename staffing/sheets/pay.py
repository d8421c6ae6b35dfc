"""Sheets of pay and training: each row names its person by 人员编号 or 身份证号."""

from django.utils.translation import gettext_lazy as _

from communities.sheets.areas import AreaCode, refuse_unknown
from sheets.columns import Choice, Date, Month, Text
from sheets.registry import register
from sheets.sheet import Sheet
from staffing.models import Pay, PayScale, Training
from staffing.sheets.people import person_columns


class OfPeople(Sheet):
    def inside(self, rows, area):
        return rows.filter(worker__community__code__startswith=area)


@register
class TrainingSheet(OfPeople):
    name = "training"
    title = _("培训")
    model = Training

    def make_columns(self):
        return [
            *person_columns(),
            Date("on", key=True, aliases=("日期",)),
            Text("title", key=True, aliases=("培训名称", "培训主题")),
            "kind",
            "organizer_level",
            "hours",
        ]


@register
class PaySheet(OfPeople):
    name = "pay"
    title = _("薪酬")
    model = Pay

    def make_columns(self):
        amounts = ["base", "performance", "allowance", "licence_allowance", "employer_insurance"]
        return [*person_columns(), Month("month", key=True), *amounts]

    def known_on(self, rows, day):
        return rows.filter(month__lte=day)


@register
class PayScaleSheet(Sheet):
    name = "payscale"
    title = _("薪酬标准")
    model = PayScale

    def make_columns(self):
        return [
            AreaCode("area", key=True, aliases=("区划代码",)),
            Choice("post_class", key=True),
            Text("grade", key=True),
            Date("started_on", key=True),
            "amount",
            "decree",
        ]

    def prepare(self, batch):
        known = "NOT EXISTS (SELECT FROM communities_area a WHERE a.code = area)"
        refuse_unknown(batch, self.column("area"), known)
