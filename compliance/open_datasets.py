"""Published results and the standards they were judged by, as open data."""

from django.utils.translation import gettext_lazy as _

from communities.open_data import dataset
from compliance.models import Report, Result, Standard
from compliance.publicity import Openness, openings

FIGURES = ["numerator", "denominator", "value", "limit", "limit_max"]
RESULT = [
    ("report", _("报告编号")),
    ("as_of", _("截至日期")),
    ("level", _("级别")),
    ("code", _("区划编码")),
    ("name", _("名称")),
    ("indicator", _("指标")),
    ("numerator", _("分子")),
    ("denominator", _("分母")),
    ("value", _("数值")),
    ("limit", _("标准值")),
    ("limit_max", _("标准上限")),
    ("verdict", _("判定")),
    ("advisory", _("提示性")),
    ("shortfall", _("缺口")),
]
STANDARD = [(name, Standard._meta.get_field(name).verbose_name) for name in (
    "indicator", "area", "scope", "levels", "started_on", "ended_on", "operator", "is_advisory", "base", "limit",
    "issuer", "document", "clause", "url",
)]  # fmt: skip


@dataset(
    "results",
    title=_("测算结果"),
    about=_("所选日期以前最近一份已发布报告中,对外公布的指标。数值为空表示数据不全,不是零。"),
    columns=RESULT,
    stamp=openings,
)
def results(area, on):
    """Every open figure of the newest published report as of the day or before, by level, code and indicator."""
    report = Report.objects.published().covering(area).filter(as_of__lte=on).newest()
    if report is None:
        return
    openness = Openness(area)
    found = Result.objects.filter(report=report, row__report=report, row__code__startswith=area).select_related("row")
    for result in found.order_by("row__level", "row__code", "indicator").iterator(2000):
        row = result.row
        if openness.shows(result, row.code, row.level):
            figures = [getattr(result, name) for name in FIGURES]
            place = (report.pk, report.as_of, row.level, row.code, row.name, result.indicator)
            yield (*place, *figures, result.verdict, result.advisory, result.shortfall)


@dataset("standards", title=_("标准"), about=_("判定所用的标准和依据。"), columns=STANDARD)
def standards(area, on):
    """In force on the day, of the area, what lies in it and the areas around it."""
    found = Standard.objects.open(on=on).order_by("indicator", "area", "scope")
    for standard in found:
        if standard.area.startswith(area) or area.startswith(standard.area):
            values = [getattr(standard, name) for name, _title in STANDARD]
            yield tuple(";".join(value) if isinstance(value, list) else value for value in values)
