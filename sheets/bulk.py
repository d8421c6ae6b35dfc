"""The rows of a large workbook, written as markup straight into a workbook that xlsxwriter has dressed.

xlsxwriter takes 27 µs a cell; a roster of 95,710 people has two million of them. What surrounds the rows (styles,
title, print set-up, totals) is still its work: it leaves one model row, which is replaced by the real ones.
"""

import datetime
import re
import shutil
import tempfile
import zipfile
from xml.sax.saxutils import escape

from xlsxwriter.utility import xl_col_to_name

from sheets.workbook import LONGEST, clean, serial

SHEET = "xl/worksheets/sheet1.xml"
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
STYLE = re.compile(r'\bs="(\d+)"')
MARKUP = re.compile(r"[&<>]")
LEVEL = 4
MOST_LINES = 10
COPIED = 1024 * 1024


def as_markup(text):
    """Text as it stands between tags: without what no file format can hold, never taken for anything but text."""
    text = (text if text.isprintable() else clean(text))[:LONGEST]
    if "_x" in text:
        text = LOOKS_ESCAPED.sub("_x005F_", text)
    return escape(text) if MARKUP.search(text) else text


def height_of(lines):
    """What a row of several lines says of its height: nothing else grows it while it is printed."""
    return f' ht="{13 * min(lines, MOST_LINES) + 2}" customHeight="1"' if lines > 1 else ""


def lines_of(text, width):
    """How many lines a text takes; a Chinese character is as wide as two digits."""
    return -(-len(text) * (1 if text.isascii() else 2) // max(int(width), 1))


def write_rows(out, rows, *, first, kinds, widths, styles):
    """Write markup to a text file: row numbers from `first` (counted from 1). Returns (count, sums by column).

    `kinds`: the style of each column, `widths` how many digits fit into it; `styles`: their numbers in the workbook.
    """
    marks = [xl_col_to_name(number) for number in range(len(kinds))]
    plain, numbers = styles["text"], [styles[kind] for kind in kinds]
    sums, count = [0] * len(kinds), 0
    for count, values in enumerate(rows, 1):
        row, cells, lines = first + count - 1, [], 1
        for at, value in enumerate(values):
            if value is None or value == "":
                cells.append(f'<c r="{marks[at]}{row}" s="{numbers[at]}"/>')
            elif isinstance(value, str):
                lines = max(lines, lines_of(value, widths[at]))
                told = f'<is><t xml:space="preserve">{as_markup(value)}</t></is>'
                cells.append(f'<c r="{marks[at]}{row}" s="{plain}" t="inlineStr">{told}</c>')
            elif isinstance(value, datetime.date):
                cells.append(f'<c r="{marks[at]}{row}" s="{numbers[at]}"><v>{serial(value)}</v></c>')
            else:
                sums[at] += value
                cells.append(f'<c r="{marks[at]}{row}" s="{numbers[at]}"><v>{value}</v></c>')
        out.write(f'<row r="{row}"{height_of(lines)}>{"".join(cells)}</row>')
    return count, sums


def model_row(markup, row):
    """(start, end) of a row in a worksheet's markup."""
    start = markup.index(f'<row r="{row}"')
    return start, markup.index("</row>", start) + len("</row>")


def model_styles(book, row, names):
    """{name: number of the style} of a model row that has one cell for each name."""
    with zipfile.ZipFile(book) as archive:
        markup = archive.read(SHEET).decode()
    start, end = model_row(markup, row)
    tag_end = markup.index(">", start)
    return dict(zip(names, STYLE.findall(markup[tag_end:end]), strict=True))


def splice(book, body, out, row):
    """Copy the workbook to `out` with the body (a text file) in place of its model row."""
    with zipfile.ZipFile(book) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as made:
        for member in archive.infolist():
            content = archive.read(member)
            if member.filename != SHEET:
                made.writestr(member, content, compresslevel=LEVEL)
                continue
            markup = content.decode()
            start, end = model_row(markup, row)
            with made.open(SHEET, "w", force_zip64=True) as sheet:
                sheet.write(markup[:start].encode())
                body.seek(0)
                shutil.copyfileobj(body.buffer, sheet, COPIED)
                sheet.write(markup[end:].encode())


def body_file():
    """Where the rows wait until the workbook around them is known."""
    return tempfile.TemporaryFile("w+", encoding="utf-8", newline="")
