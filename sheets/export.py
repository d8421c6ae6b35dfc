"""A register as a workbook or CSV that can be read back: same headers, same values, nothing a spreadsheet would run."""

import csv
import datetime
import io
from decimal import Decimal
from pathlib import Path

import xlsxwriter
from django.utils.translation import gettext as _

from sheets.reader import ACTIVE

CHUNK = 2_000
CONTROL = dict.fromkeys(code for code in (*range(32), 127) if chr(code) not in "\t\n")
SURROGATES = dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF))


def rows_of(sheet, *, area="", as_of=None, user=None, clear=False, only=None):
    """Header and values of every row the account may see; `only`: a queryset of those that are wanted."""
    columns = sheet.exported_columns()
    for column in columns:
        column.before_export()
    paths = list(dict.fromkeys([path for column in columns for path in column.paths] + sheet.month_paths()))
    places = [[paths.index(path) for path in column.paths] for column in columns]
    months = [paths.index(path) if (path := column.part.path + "month_only") in paths else None for column in columns]
    shows = [column.reveal if clear else column.show for column in columns]
    yield [str(column.header) for column in columns]
    rows = sheet.exported(user)
    rows = sheet.inside(rows, area) if area else rows
    rows = sheet.known_on(rows, as_of) if as_of else rows
    rows = rows if only is None else rows.filter(pk__in=only.order_by().values("pk"))
    for values in sheet.ordered(rows).values_list(*paths).iterator(CHUNK):
        yield [
            show(*(values[place] for place in at), months=(values[month] or ()) if month is not None else ())
            for show, at, month in zip(shows, places, months, strict=True)
        ]


def clean(value):
    """Text without what no file format can hold."""
    return value.translate(CONTROL).translate(SURROGATES) if isinstance(value, str) else value


def write(sheet, out, *, kind="xlsx", **options):
    """Write to a binary file object; returns the number of rows."""
    rows = rows_of(sheet, **options)
    return write_csv(rows, out) if kind == "csv" else write_xlsx(sheet, rows, out)


def write_csv(rows, out):
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
    writer, written = csv.writer(text), -1
    for values in rows:
        writer.writerow([guard(clean(_plain(value))) for value in values])
        written += 1
    text.flush()
    text.detach()
    return written


def guard(value):
    """`=1+1` → `'=1+1`: a spreadsheet that opens the CSV must not run it. The reader takes the mark away again."""
    return f"'{value}" if isinstance(value, str) and value.startswith(ACTIVE) else value


def _plain(value):
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.strftime("%Y-%m-%d")
    return value


def write_xlsx(sheet, rows, out):
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(str(sheet.title)[:31])
    text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
    head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True})
    for number, column in enumerate(sheet.exported_columns()):
        page.set_column(number, number, column.width, None)
    page.freeze_panes(1, 0)
    written = -1
    for row, values in enumerate(rows):
        written = row
        for number, value in enumerate(values):
            if value is not None and value != "":
                _write_cell(page, (row, number), value, text=text if row else head, day=day)
    book.close()
    return written


def _write_cell(page, place, value, *, text, day):
    """Typed cells only: text is never taken for a formula, a number or a link."""
    if isinstance(value, datetime.date):
        page.write_datetime(*place, datetime.datetime.combine(value, datetime.time()), day)
    elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        page.write_number(*place, value)
    else:
        page.write_string(*place, clean(str(value)), text)


def kind_of(path):
    """`xlsx` or `csv` by the file's name. Raises ValueError for another."""
    kind = Path(path).suffix.lower().removeprefix(".")
    if kind not in ("xlsx", "csv"):
        raise ValueError(_("导出文件名应以 .xlsx 或 .csv 结尾。"))
    return kind
