"""A table as an office hands it in: title, 填报单位, repeated header, totals, signatures, A4 landscape.

Written row by row: memory stays the same however many rows there are. Text is written as text, whatever it looks like.
"""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain

import xlsxwriter
from django.utils.translation import gettext as _

from sheets.export import clean

A4 = 9
LONGEST = 32_767  # Excel's own limit of one cell
TITLE_FONT, HEAD_FONT, BODY_FONT = "方正小标宋简体", "黑体", "宋体"
FORMATS = {"text": "@", "number": "0", "whole": "#,##0", "decimal": "#,##0.00", "date": "yyyy-mm-dd"}
CENTRED = ("number", "date")


@dataclass(frozen=True)
class Column:
    """`kind`: text, number (of a row), whole, decimal or date. `total`: whether the bottom line adds it up.
    `group`: the header above it."""

    header: str
    width: float = 12
    kind: str = "text"
    total: bool = False
    group: str = ""


@dataclass(frozen=True)
class Heading:
    """What stands around the rows."""

    title: str
    office: str  # 填报单位
    period: str  # 截至2026年9月30日
    unit: str = ""  # 单位:人
    issued_on: datetime.date | None = None  # 报出日期
    marks: tuple = ()  # lines below the title that nobody may overlook: 演示数据
    notes: tuple = ()  # lines below the table
    empty: str = ""  # what an empty table says


@dataclass
class _Page:
    sheet: object
    styles: dict
    columns: list
    row: int = 0
    totals: dict = field(default_factory=dict)

    @property
    def last(self):
        return len(self.columns) - 1

    def line(self, text, style, height=None):
        """Text across the whole width."""
        self._span(0, self.last, text, style)
        self.sheet.set_row(self.row, height)
        self.row += 1

    def _span(self, first, last, text, style):
        text, style = clean(text)[:LONGEST], self.styles[style]
        if last > first:
            self.sheet.merge_range(self.row, first, self.row, last, "", style)
        self.sheet.write_string(self.row, first, text, style)

    def halves(self, left, right, style_left="side", style_right="side_right"):
        middle = max(self.last // 2, 0)
        self._span(0, middle, left, style_left)
        if self.last > middle:
            self._span(middle + 1, self.last, right, style_right)
        self.sheet.set_row(self.row, 20)
        self.row += 1


def chinese_day(day):
    """2026年9月30日"""
    return f"{day.year}年{day.month}月{day.day}日"


def write_official(out, *, heading, columns, rows):
    """Write to a binary file object; returns the number of rows."""
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": heading.title, "company": heading.office})
    page = _Page(book.add_worksheet(_sheet_name(heading.title)), _styles(book), list(columns))
    for number, column in enumerate(page.columns):
        page.sheet.set_column(number, number, column.width)
    _write_top(page, heading)
    first, last = _write_headers(page)
    _set_up_print(page, first, last)
    count = _write_rows(page, rows)
    _write_bottom(page, heading, count)
    book.close()
    return count


def _sheet_name(title):
    return "".join(mark for mark in title if mark not in "[]:*?/\\'")[:31] or "表"


def _styles(book):
    body = {"font_name": BODY_FONT, "font_size": 10, "valign": "vcenter", "border": 1, "text_wrap": True}
    plain = {"font_name": BODY_FONT, "font_size": 11, "valign": "vcenter"}
    made = {
        "title": {"font_name": TITLE_FONT, "font_size": 20, "align": "center", "valign": "vcenter"},
        "mark": {**plain, "align": "center", "font_color": "#B3261E", "bold": True},
        "side": plain,
        "side_right": {**plain, "align": "right"},
        "note": {**plain, "font_size": 10, "text_wrap": True},
        "empty": {**body, "align": "center"},
        "head": {**body, "font_name": HEAD_FONT, "align": "center", "bg_color": "#EDF1F5"},
    }
    for kind, number in FORMATS.items():
        place = {"align": "center"} if kind in CENTRED else {}
        made[kind] = {**body, "num_format": number, **place}
        made[f"{kind}_total"] = {**made[kind], "font_name": HEAD_FONT}
    return {name: book.add_format(values) for name, values in made.items()}


def _write_top(page, heading):
    page.line(heading.title, "title", 36)
    for mark in heading.marks:
        page.line(mark, "mark", 20)
    unit = _("单位:%s") % heading.unit if heading.unit else ""
    page.halves(
        _("填报单位(盖章):%s") % heading.office,
        "  ".join(part for part in (heading.period, unit) if part),
    )


def _write_headers(page):
    """One row of headers, or two where columns are grouped; returns the first and the last of them."""
    first = page.row
    has_groups = any(column.group for column in page.columns)
    if has_groups:
        _write_groups(page)
        page.row += 1
    for number, column in enumerate(page.columns):
        page.sheet.write_string(page.row, number, clean(str(column.header)), page.styles["head"])
    page.sheet.set_row(page.row, 30)
    page.row += 1
    return first, page.row - 1


def _write_groups(page):
    """Columns of one group share the cell above them."""
    start, style = 0, page.styles["head"]
    for number, column in enumerate(page.columns):
        if number < page.last and page.columns[number + 1].group == column.group:
            continue
        if number > start:
            page.sheet.merge_range(page.row, start, page.row, number, "", style)
        page.sheet.write_string(page.row, start, clean(column.group), style)
        start = number + 1


def _set_up_print(page, first, last):
    sheet = page.sheet
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.center_horizontally()
    sheet.repeat_rows(first, last)
    sheet.set_footer("&C" + _("第 &P 页,共 &N 页"))
    sheet.freeze_panes(last + 1, 0)


def _write_rows(page, rows):
    count = 0
    page.totals = {number: 0 for number, column in enumerate(page.columns) if column.total}
    for values in rows:
        for number, value in enumerate(values):
            _write_cell(page, number, value, page.columns[number].kind)
        for number in page.totals:
            page.totals[number] += values[number] or 0
        page.row += 1
        count += 1
    return count


def _write_cell(page, number, value, kind, style=None):
    """Typed cells only: text is never taken for a formula, a number or a link."""
    sheet, style = page.sheet, page.styles[style or kind]
    if value is None or value == "":
        sheet.write_blank(page.row, number, None, style)
    elif isinstance(value, datetime.date):
        sheet.write_datetime(page.row, number, datetime.datetime(value.year, value.month, value.day), style)  # noqa: DTZ001
    elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        sheet.write_number(page.row, number, value, style)
    else:
        sheet.write_string(page.row, number, clean(str(value))[:LONGEST], page.styles["text"])


def _write_bottom(page, heading, count):
    if not count:
        page.line(heading.empty or _("截至该日,登记册中没有这一范围的记录。"), "empty", 40)
    elif page.totals:
        _write_totals(page)
    for note in chain(heading.notes, [""] if heading.notes else ()):
        page.line(note, "note")
    issued = chinese_day(heading.issued_on) if heading.issued_on else ""
    signed = [_("单位负责人:"), _("审核人:"), _("填表人:"), _("联系电话:"), _("报出日期:%s") % issued]
    page.line("          ".join(f"{name}          " for name in signed[:-1]) + f"          {signed[-1]}", "side", 28)


def _write_totals(page):
    """Added up from the rows written, never taken from elsewhere."""
    labelled = False
    for number, column in enumerate(page.columns):
        if number in page.totals:
            _write_cell(page, number, page.totals[number], column.kind, f"{column.kind}_total")
        else:
            label = "" if labelled or number not in (0, 1) else _("合计")
            labelled = labelled or bool(label)
            _write_cell(page, number, label, "text")
    page.row += 1
