"""Many rows as an .xlsx: the frame is xlsxwriter's, the rows are written straight into it, a few bytes at a time.

Every cell is typed: text is never taken for a formula, a number or a link. A million cells take seconds, not minutes.
"""

import datetime
import io
import re
import zipfile
from decimal import Decimal
from itertools import count, islice

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

PAGE = "xl/worksheets/sheet1.xml"
LONGEST = 32_767
"""Characters a cell can hold."""
EPOCH, LEAP_BUG = datetime.date(1899, 12, 30), datetime.date(1900, 3, 1)
NUMBERED = datetime.date(1900, 1, 1)
"""Earlier days have no number in a spreadsheet; they are written as text."""
ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
LITERAL = re.compile(r"(_x[0-9a-fA-F]{4}_)")
CONTROL = dict.fromkeys(code for code in (*range(32), 127) if chr(code) not in "\t\n")
SURROGATES = dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF))
NUMBERS = {int, float, Decimal}
CHUNK, QUICK, REMEMBERED = 500, 4, 20_000
NUMBER = "\0"
"""Stands for the row's number in a cell; no text holds it."""


def clean(value):
    """Text without what no file format can hold."""
    if not isinstance(value, str) or value.isalnum():
        return value
    return value.translate(CONTROL).translate(SURROGATES)


def inline(text):
    """The element of one text."""
    if text.isalnum() and len(text) <= LONGEST:
        return f"<is><t>{text}</t></is></c>"
    text = clean(text)[:LONGEST]
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    shown = LITERAL.sub(r"_x005F\1", text.translate(ESCAPED))
    return f"<is><t{kept}>{shown}</t></is></c>"


def serial(day):
    """A date as spreadsheets count; they believe in 29 February 1900."""
    days = (day - EPOCH).days
    return days if day >= LEAP_BUG else days - 1


class Counted:
    """Rows on their way, and how many have passed."""

    def __init__(self, rows):
        self.rows, self.number = rows, 0

    def __iter__(self):
        for row in self.rows:
            self.number += 1
            yield row


def batched(lines):
    """Lists of at most `CHUNK`."""
    while batch := list(islice(lines, CHUNK)):
        yield batch


class Outflow:
    """What has been written and not yet been taken away. It cannot go back, so nothing ever has to wait for the end."""

    def __init__(self):
        self.waiting = []

    def write(self, data):
        self.waiting.append(bytes(data))
        return len(data)

    def flush(self):
        """Nothing is held back."""

    def take(self):
        taken, self.waiting = b"".join(self.waiting), []
        return taken


class Cells(dict):
    """The cells of one column by their value, each made once while there is room."""

    def __init__(self, letter, text, day):
        super().__init__({None: "", "": ""})
        self.letter, self.text, self.day = letter, text, day

    def __missing__(self, value):
        cell = f'<c r="{self.letter}{NUMBER}"{self.rest(value)}'
        if len(self) < REMEMBERED:
            self[value] = cell
        return cell

    def rest(self, value):
        kind = value.__class__
        if kind is str:
            return f' s="{self.text}" t="inlineStr">{inline(value)}'
        if kind is datetime.datetime:
            kind, value = datetime.date, value.date()
        if kind is datetime.date and value >= NUMBERED:
            return f' s="{self.day}"><v>{serial(value)}</v></c>'
        if kind in NUMBERS:
            return f"><v>{value}</v></c>"
        return f' s="{self.text}" t="inlineStr">{inline(str(value))}'


class Sheet:
    """The frame: header, widths, formats. `pieces` writes the rows into it, bit by bit; `fill` all at once."""

    def __init__(self, title, headers, widths):
        frame = io.BytesIO()
        book = xlsxwriter.Workbook(frame, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        page = book.add_worksheet(title)
        head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True})
        samples = [book.add_format({"num_format": form}) for form in ("@", "yyyy-mm-dd")]
        for number, (header, width) in enumerate(zip(headers, widths, strict=True)):
            page.set_column(number, number, width)
            page.write_string(0, number, clean(header), head)
        for number, sample in enumerate(samples):
            page.write_blank(1, number, None, sample)
        page.freeze_panes(1, 0)
        book.close()
        self.frame = zipfile.ZipFile(frame)
        self.before, self.after, formats = self._cut(self.frame.read(PAGE).decode())
        self.columns = [Cells(xl_col_to_name(number), *formats) for number in range(len(headers))]

    @staticmethod
    def _cut(page):
        """What stands before and after the rows, and the numbers of the two formats."""
        page = re.sub(r"<dimension [^>]*/>", "", page)
        start, end = page.index('<row r="2"'), page.index("</sheetData>")
        return page[:start], page[end:], re.findall(r' s="(\d+)"', page[start:end])

    def fill(self, out, rows):
        """Write the workbook with these rows to a binary file object; returns how many there were."""
        counted = Counted(rows)
        for piece in self.pieces(counted):
            out.write(piece)
        return counted.number

    def pieces(self, rows):
        """The workbook with these rows, in bytes as they come."""
        out = Outflow()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=QUICK) as book:
            for name in self.frame.namelist():
                if name != PAGE:
                    book.writestr(name, self.frame.read(name))
            with book.open(PAGE, "w") as page:
                page.write(self.before.encode())
                for lines in batched(map(self.row, count(2), rows)):
                    page.write("".join(lines).encode())
                    if out.waiting:
                        yield out.take()
                page.write(self.after.encode())
        yield out.take()

    def row(self, number, values):
        cells = [column[value] for column, value in zip(self.columns, values, strict=True)]
        return f'<row r="{NUMBER}">{"".join(cells)}</row>'.replace(NUMBER, str(number))
