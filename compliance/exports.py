"""A report for other programs (JSON, CSV) and for people (a workbook)."""

import csv
import io

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.choices import WIDTHS, Level
from compliance import registry
from compliance.choices import Verdict
from compliance.figures import Figure
from compliance.models import Result, Standard
from compliance.scopes import Scopes
from sheets.export import clean, guard

CHUNK = 5_000
SHEET_ROWS = 1_048_576
COLUMNS = [
    *("code", "name", "indicator", "numerator", "denominator"),
    *("value", "limit", "verdict", "shortfall", "advisory"),
]


class TooLong(Exception):
    """More rows than a workbook holds."""


def plain(value):
    """A number without grouping, exponent or idle zeros; blank where unknown."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def number(value):
    """For JSON: a whole number where it is one."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def limit_text(result):
    """`18`, or a range `1000..3000`."""
    return plain(result.limit) if result.limit_max is None else f"{plain(result.limit)}..{plain(result.limit_max)}"


def summary(report):
    """The area itself with the counts over its communities, in the order of the catalogue."""
    own = {each.indicator: each for each in Result.objects.filter(report=report, row__report=report,
                                                                  row__code=report.area_code)}  # fmt: skip
    return {
        "report": report.pk,
        "area": report.area_code,
        "as_of": report.as_of.isoformat(),
        "communities": report.communities,
        "seconds": report.seconds,
        "indicators": [_described(own[each.slug]) for each in registry.indicators() if each.slug in own],
    }


def _described(result):
    counts = {"known": "known", "pass": "passed", "fail": "failed"}
    counts |= {name: name for name in ("unknown", "exempt", "flagged", "unflagged")}
    return {
        "slug": result.indicator,
        **{name: number(getattr(result, name)) for name in ("numerator", "denominator", "value")},
        "limit": number(result.limit) if result.limit_max is None else limit_text(result),
        "verdict": result.verdict,
        "shortfall": number(result.shortfall),
        **{name: getattr(result, attribute) for name, attribute in counts.items()},
    }


def results(report, level, area=""):
    """Every result of one level (inside an area), by code and then in the order of the catalogue, a chunk at a time."""
    order = {each.slug: place for place, each in enumerate(registry.indicators())}
    found = Result.objects.at(report, level=level, area=area).select_related("row")
    row, batch = None, []
    for result in found.order_by("row__code").iterator(CHUNK):
        if result.row_id != row:
            yield from sorted(batch, key=lambda each: order.get(each.indicator, len(order)))
            row, batch = result.row_id, []
        batch.append(result)
    yield from sorted(batch, key=lambda each: order.get(each.indicator, len(order)))


def write_csv(report, level, out, *, area=""):
    """UTF-8 with BOM, slugs, one line per row of the level and indicator. Returns how many lines."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
    writer, written = csv.writer(text), 0
    writer.writerow(COLUMNS)
    for each in results(report, level, area):
        figures = [plain(each.numerator), plain(each.denominator), plain(each.value), limit_text(each)]
        name = guard(clean(each.row.name))
        advisory = "yes" if each.advisory else "no"
        writer.writerow([each.row.code, name, each.indicator, *figures, each.verdict, plain(each.shortfall), advisory])
        written += 1
    text.flush()
    text.detach()
    return written


HEADERS = [
    (gettext_lazy("区划编码"), 15),
    (gettext_lazy("名称"), 26),
    (gettext_lazy("指标"), 24),
    (gettext_lazy("单位"), 6),
    (gettext_lazy("分子"), 13),
    (gettext_lazy("分母"), 13),
    (gettext_lazy("数值"), 12),
    (gettext_lazy("标准"), 12),
    (gettext_lazy("判定"), 10),
    (gettext_lazy("缺口"), 11),
    (gettext_lazy("提示性"), 8),
    (gettext_lazy("依据"), 44),
]
ABOVE = 3


def write_xlsx(report, level, out, *, area=""):
    """A workbook to read and print: title, one line per result, thousands separated, the basis of each limit."""
    expected = Result.objects.at(report, level=level, area=area).count()
    if expected > SHEET_ROWS - ABOVE:
        raise TooLong(_("共 %(rows)d 行,超过一张工作表的上限,请改用 --format csv。") % {"rows": expected})
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet(str(Level(level).label))
        styles = _styles(book)
        _head(page, report, level, styles)
        standards = Standard.objects.in_bulk(_used(report, level))
        scopes = Scopes(report, area or report.area_code, level)
        for place, each in enumerate(results(report, level, area), start=ABOVE):
            figure = scopes.tell(Figure(each, standards.get(each.standard_id)), each.row.code)
            _line(page, place, figure, styles)
        page.autofilter(ABOVE - 1, 0, ABOVE - 1 + expected, len(HEADERS) - 1)
    return expected


def _used(report, level):
    used = Result.objects.filter(report=report, row__report=report, row__level=level).exclude(standard_id=None)
    return used.order_by().values_list("standard_id", flat=True).distinct()


def _styles(book):
    return {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "head": book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True}),
        "text": book.add_format({"num_format": "@"}),
        "number": book.add_format({"num_format": "#,##0.##########"}),
        "fail": book.add_format({"font_color": "#B3261E"}),
    }


def _head(page, report, level, styles):
    title = _("%(area)s达标测算报告(%(level)s)") % {"area": report.area_name, "level": Level(level).label}
    page.write_string(0, 0, clean(title), styles["title"])
    told = _("截至 %(on)s · 报告 %(id)d · %(state)s") % {
        "on": report.as_of,
        "id": report.pk,
        "state": report.get_state_display(),
    }
    few = _("判定带 * 的,有数据的社区不足九成,仅供参考") if level != Level.COMMUNITY else ""
    page.write_string(1, 0, " · ".join(filter(None, [told, _("演示数据") if report.is_demo else "", few])))
    for column, (header, width) in enumerate(HEADERS):
        page.set_column(column, column, width)
        page.write_string(ABOVE - 1, column, str(header), styles["head"])
    page.freeze_panes(ABOVE, 2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(ABOVE - 1)


def _line(page, place, figure, styles):
    result = figure.result
    verdict = str(Verdict(result.verdict).label) + "*" * (figure.is_judged and figure.is_thin)
    texts = {0: result.row.code, 1: result.row.name, 2: figure.title, 3: figure.unit}
    texts |= {7: _shown_limit(result), 8: verdict, 10: _("是") if result.advisory else "", 11: figure.basis}
    for column, text in texts.items():
        style = styles["fail"] if column == 8 and result.verdict == Verdict.FAIL else styles["text"]
        page.write_string(place, column, clean(text), style)
    numbers = {4: result.numerator, 5: result.denominator, 6: result.value, 9: result.shortfall}
    for column, value in numbers.items():
        if value is not None:
            page.write_number(place, column, value, styles["number"])
        elif column == 6 and result.verdict != Verdict.EXEMPT:
            page.write_string(place, column, _("无数据"))


SIGNS = {"at_least": "≥ ", "at_most": "≤ ", "between": "", "": ""}


def _shown_limit(result):
    if result.limit is None:
        return ""
    if result.limit_max is not None:
        return f"{plain(result.limit)}–{plain(result.limit_max)}"
    return SIGNS[result.operator] + plain(result.limit)


def levels_of(report):
    """The levels a report has rows of: its own area's and those below."""
    return [level for level, width in WIDTHS.items() if width >= len(report.area_code)]
