"""A register as a workbook or CSV that can be read back: same headers, same values, nothing a spreadsheet would run."""

import csv
import datetime
import io
from operator import itemgetter
from pathlib import Path

from django.utils.translation import gettext as _

from sheets.columns import Column
from sheets.reader import ACTIVE
from sheets.workbook import Sheet, batched, clean

CHUNK = 2_000


def rows_of(sheet, *, area="", as_of=None, user=None, clear=False, only=None):
    """Header and values of every row the account may see; `only`: a queryset of those that are wanted."""
    columns = sheet.exported_columns()
    for column in columns:
        column.before_export()
    paths = list(dict.fromkeys([path for column in columns for path in column.paths] + sheet.month_paths()))
    makers = [maker(column, paths, clear=clear) for column in columns]
    yield [str(column.header) for column in columns]
    rows = sheet.exported(user)
    rows = sheet.inside(rows, area) if area else rows
    rows = sheet.known_on(rows, as_of) if as_of else rows
    rows = rows if only is None else rows.filter(pk__in=only.order_by().values("pk"))
    for batch in batched(sheet.ordered(rows).values_list(*paths).iterator(CHUNK)):
        found = dict(zip(paths, zip(*batch, strict=True), strict=True))
        yield from zip(*(cells(found) for cells in makers), strict=True)


def maker(column, paths, *, clear):
    """The function that makes this column's cells of many rows from the values of these rows by path."""
    show = column.reveal if clear else column.show
    months = column.part.path + "month_only"
    if type(column).show is Column.show and type(column).reveal is Column.reveal:
        return itemgetter(*column.paths)  # shown as it is stored
    if months in paths and column.month_flag:
        return lambda found: map(_dated(show), found[months], *(found[path] for path in column.paths))
    return lambda found: map(show, *(found[path] for path in column.paths))


def _dated(show):
    return lambda months, *values: show(*values, months=months or ())


def write(sheet, out, *, kind="xlsx", **options):
    """Write to a binary file object; returns the number of rows."""
    rows = rows_of(sheet, **options)
    return write_csv(rows, out) if kind == "csv" else write_xlsx(sheet, rows, out)


def stream(sheet, **options):
    """The workbook in bytes as they come: nobody waits for its end, and no row is kept."""
    rows = rows_of(sheet, **options)
    return _page(sheet, next(rows)).pieces(rows)


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
    return _page(sheet, next(rows)).fill(out, rows)


def _page(sheet, headers):
    return Sheet(str(sheet.title)[:31], headers, [column.width for column in sheet.exported_columns()])


def kind_of(path):
    """`xlsx` or `csv` by the file's name. Raises ValueError for another."""
    kind = Path(path).suffix.lower().removeprefix(".")
    if kind not in ("xlsx", "csv"):
        raise ValueError(_("导出文件名应以 .xlsx 或 .csv 结尾。"))
    return kind
