"""A table as an office hands it in: title, 填报单位, repeated header, totals, signatures, A4 landscape.

Written row by row: memory stays the same however many rows there are. Text is written as text, whatever it looks like.
"""

import datetime
import io
from dataclasses import dataclass
from itertools import chain

import xlsxwriter
from django.utils.translation import gettext as _

from sheets import bulk
from sheets.workbook import LONGEST, clean

A4 = 9
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
    columns, names = list(columns), list(FORMATS)
    model, place = _dress(heading, columns, 1, [0] * len(columns))
    styles = bulk.model_styles(model, place, names)
    with bulk.body_file() as body:
        shape = {"kinds": [column.kind for column in columns], "widths": [column.width for column in columns]}
        count, sums = bulk.write_rows(body, rows, first=place, styles=styles, **shape)
        book, place = _dress(heading, columns, count, sums)
        if bulk.model_styles(book, place, names) != styles:
            raise RuntimeError("the styles of a workbook are not numbered in the order of their use")
        body.flush()
        bulk.splice(book, body, out, place)
    return count


def _dress(heading, columns, count, sums):
    """A workbook with everything but its rows, and the number of the model row that stands for them."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": clean(heading.title), "company": clean(heading.office)})
    page = _Page(book.add_worksheet(_sheet_name(heading.title)), _styles(book), columns)
    for number, column in enumerate(columns):
        page.sheet.set_column(number, number, column.width)
    _write_top(page, heading)
    first, last = _write_headers(page)
    _set_up_print(page, first, last)
    for number, name in enumerate(FORMATS):
        page.sheet.write_blank(page.row, number, None, page.styles[name])
    place = page.row + 1
    page.row += max(count, 1)
    _write_bottom(page, heading, count, sums)
    book.close()
    out.seek(0)
    return out, place


def _sheet_name(title):
    return "".join(mark for mark in title if mark.isprintable() and mark not in "[]:*?/\\'")[:31] or "表"


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


def _write_bottom(page, heading, count, sums):
    if not count:
        page.line(heading.empty or _("截至该日,登记册中没有这一范围的记录。"), "empty", 40)
    elif any(column.total for column in page.columns):
        _write_totals(page, sums)
    for note in chain(heading.notes, [""] if heading.notes else ()):
        page.line(note, "note")
    issued = chinese_day(heading.issued_on) if heading.issued_on else ""
    signed = [_("单位负责人:"), _("审核人:"), _("填表人:"), _("联系电话:"), _("报出日期:%s") % issued]
    page.line("          ".join(f"{name}          " for name in signed[:-1]) + f"          {signed[-1]}", "side", 28)


def _write_totals(page, sums):
    """Added up from the rows written, never taken from elsewhere."""
    for number, column in enumerate(page.columns):
        style = page.styles[f"{column.kind}_total"]
        if column.total:
            page.sheet.write_number(page.row, number, sums[number], style)
        else:
            page.sheet.write_string(page.row, number, _("合计") if number == 1 else "", style)
    page.row += 1
