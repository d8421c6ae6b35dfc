"""A paper as a workbook: one sheet for each table, with charts Excel draws itself and the notes behind the figures."""

import io

import xlsxwriter
from django.utils.translation import gettext as _

from compliance.papers.archive import timeless
from sheets.export import clean

HEAD_ROW = 2
COLUMN = "#1F5FA8"
A4 = 9
FORMATS = {
    "title": {"bold": True, "font_size": 16},
    "head": {"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True, "valign": "vcenter"},
    "text": {"num_format": "@", "border": 1, "text_wrap": True, "valign": "vcenter"},
    "number": {"num_format": "#,##0.##########", "border": 1},
    "whole": {"num_format": "#,##0", "border": 1},
    "plain": {"num_format": "@", "text_wrap": True, "valign": "top"},
}
FORBIDDEN = dict.fromkeys(map(ord, "[]:*?/\\"), "")


def write_book(paper, made_at):
    """The bytes of the file; `made_at` is the moment of its content, not of the writing."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        about = {"title": paper.title, "author": paper.office, "comments": paper.source}
        book.set_properties({**about, "created": made_at.replace(tzinfo=None)})
        styles = {name: book.add_format(look) for name, look in FORMATS.items()}
        _words(book, paper, styles)
        names = {_("报告").lower(), _("数字说明").lower()}
        for table in paper.tables:
            page = book.add_worksheet(_name(table.name, names))
            _table(book, page, table, styles)
        _notes(book, paper, styles)
    return timeless(out.getvalue())


def _name(wanted, taken):
    """At most 31 characters, none that a sheet may not bear, each once."""
    name = base = wanted.translate(FORBIDDEN)[:28] or "Sheet"
    number = 2
    while name.lower() in taken:
        name, number = f"{base}{number}", number + 1
    taken.add(name.lower())
    return name


def _words(book, paper, styles):
    """The text of the paper, a paragraph a line, with the numbers of its notes."""
    page = book.add_worksheet(_("报告"))
    page.set_column(0, 0, 100)
    page.write_string(0, 0, clean(paper.title), styles["title"])
    lines = [paper.day, *paper.marks]
    lines += [
        "".join(one.text + (f"[{one.note}]" if one.note else "") for one in part.pieces)
        for part in paper.parts
        if part.kind != "chart"
    ]
    for place, line in enumerate([*lines, paper.office, paper.signed_on, paper.source], start=1):
        page.write_string(place, 0, clean(line), styles["plain"])
    _paper(page)


def _notes(book, paper, styles):
    page = book.add_worksheet(_("数字说明"))
    page.set_column(0, 0, 6)
    page.set_column(1, 1, 110)
    page.write_row(0, 0, [_("注"), _("算法、分子分母、截至日期、应答、标准")], styles["head"])
    for place, note in enumerate(paper.notes, start=1):
        page.write_number(place, 0, place, styles["whole"])
        page.write_string(place, 1, clean(note), styles["text"])
    page.repeat_rows(0)
    _paper(page)


def _paper(page):
    page.set_paper(A4)
    page.fit_to_pages(1, 0)


def _table(book, page, table, styles):
    """Title, header, lines; missing stays a word and is no number."""
    last = len(table.header) - 1
    page.write_string(0, 0, clean(table.title), styles["title"])
    page.write_row(HEAD_ROW, 0, [clean(str(head)) for head in table.header], styles["head"])
    page.set_column(0, 0, 26)
    page.set_column(1, last, 12)
    for place, row in enumerate(table.rows, start=HEAD_ROW + 1):
        for column, cell in enumerate(row):
            if cell.number is None:
                page.write_string(place, column, clean(cell.text), styles["text"])
            else:
                whole = cell.number == int(cell.number)
                page.write_number(place, column, cell.number, styles["whole" if whole else "number"])
    end = HEAD_ROW + len(table.rows)
    for offset, note in enumerate(table.notes, start=1):
        page.write_string(end + offset, 0, clean(note))
    page.autofilter(HEAD_ROW, 0, max(end, HEAD_ROW + 1), last)
    page.freeze_panes(HEAD_ROW + 1, 1)
    page.repeat_rows(HEAD_ROW)
    page.set_landscape()
    _paper(page)
    if table.chart:
        _chart(book, page, table, last)


def _chart(book, page, table, last):
    """Drawn from the values of the sheet itself."""
    first, end = HEAD_ROW + 1, HEAD_ROW + len(table.rows)
    chart = book.add_chart({"type": "column"})
    names, values = ([page.name, first, column, end, column] for column in (0, table.charted))
    chart.add_series({"name": table.title, "categories": names, "values": values, "fill": {"color": COLUMN}})
    title = " ".join(filter(None, [table.chart.title, table.chart.limit_label]))
    chart.set_title({"name": title, "name_font": {"size": 11, "bold": False}})
    chart.set_y_axis({"name": table.chart.unit, "min": None if min(table.chart.values) < 0 else 0})
    chart.set_legend({"none": True})
    chart.set_size({"width": 900, "height": 380})
    page.insert_chart(HEAD_ROW, last + 2, chart, {"description": table.chart.alt[:250]})
