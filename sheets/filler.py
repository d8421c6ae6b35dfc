"""`python -m sheets.filler`: looks at another office's blank form, or fills it, in a process of its own.

A task comes as JSON on standard input. `{"look": FILE}` is answered by the sheet's name and its first rows;
`{"fill": FILE, "out": FILE, …}` by how many cells were filled. A foreign workbook is parsed here and nowhere else,
after the same look inside as every upload, with memory and processor time capped. Formulas, links and macros of the
form do not survive; its formatting does. Knows nothing of Django.
"""

import copy
import datetime
import json
import resource
import sys
import zipfile
import zlib
from decimal import Decimal

from sheets import inspection
from sheets.inspection import SAVE_AS, Refused
from sheets.reader import MEMORY, NOTES, PROCESSOR_SECONDS

SHOWN_ROWS = 30
MAX_COLUMNS = 120
MAX_CELLS = 200_000
YELLOW = "FFFFFF00"
BLANK = (None, "")
BROKEN = (
    OSError, LookupError, ValueError, TypeError, AttributeError, SyntaxError, ArithmeticError, zipfile.BadZipFile,
    zlib.error,
)  # fmt: skip
"""What a broken workbook makes the parser raise; XML errors are syntax errors."""


def main():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    task = json.load(sys.stdin)
    try:
        answer = look(task["look"]) if "look" in task else fill(task)
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    except MemoryError:
        answer = {"refused": "表格占用内存过大,请删去多余的工作表和空行后再上传"}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False))


def open_form(path):
    """The workbook and the sheet to fill: the first visible one that is not one of notes."""
    kind, _findings = inspection.inspect(path)
    if kind != "xlsx":
        raise Refused(f"套填只接收 .xlsx 文件,{SAVE_AS}")
    import openpyxl  # here, so that the look before costs nothing when the file is refused

    try:
        book = openpyxl.load_workbook(path, keep_links=False, keep_vba=False)
    except BROKEN as error:
        raise Refused(f"文件已损坏,无法打开,{SAVE_AS}") from error
    shown = [page for page in book.worksheets if page.sheet_state == "visible" and page.title not in NOTES]
    if not shown:
        raise Refused("文件里没有可见的工作表")
    if shown[0].max_column > MAX_COLUMNS or shown[0].max_row * shown[0].max_column > MAX_CELLS:
        raise Refused(f"空白表过大(超过 {MAX_COLUMNS} 列或 {MAX_CELLS} 个单元格),请删去多余的行和列后再上传")
    return book, shown[0]


def look(path):
    book, page = open_form(path)
    rows = page.iter_rows(min_row=1, max_row=min(page.max_row, SHOWN_ROWS), values_only=True)
    return {
        "sheet": page.title,
        "rows": [[_shown(value) for value in row] for row in rows],
        "sheets": len(book.sheetnames),
    }


def _shown(value):
    text = "" if value in BLANK else str(value)
    return "" if text.startswith("=") else text[:200]


def fill(task):
    book, page = open_form(task["fill"])
    dropped = sum(_disarm(sheet) for sheet in book.worksheets)
    form = Form(page, task)
    form.make_room()
    counted = form.write()
    book.save(task["out"])
    return {**counted, "dropped": dropped}


def _disarm(page):
    """Take out what a spreadsheet would run or follow; returns the number of formulas."""
    from openpyxl.styles import PatternFill

    yellow, formulas = PatternFill("solid", fgColor=YELLOW), 0
    for row in page.iter_rows():
        for cell in row:
            if getattr(cell, "hyperlink", None):
                cell.hyperlink = None
            if cell.data_type == "f":
                cell.value, cell.fill = None, yellow
                formulas += 1
    page.conditional_formatting = type(page.conditional_formatting)()
    return formulas


class Form:
    """The sheet to fill. `columns`: for each column with a header its place (from 1) and the place of its value in a
    row, or None where the registers do not know it; `serial`: the column that counts the rows."""

    def __init__(self, page, task):
        self.page, self.rows = page, task["rows"]
        self.columns, self.serial = task["columns"], task.get("serial")
        self.first = task["header_row"] + 1
        if self._counts_columns(self.first):
            self.first += 1
        self.free, self.has_more = self._free_rows()
        self.model = [copy.copy(cell._style) for cell in page[self.first]] if self.first <= page.max_row else []

    def _counts_columns(self, row):
        """A line below the header that only numbers the columns: 1 2 3 or 甲 乙 1 2."""
        values = [str(cell.value).strip() for cell in self.page[row] if cell.value not in BLANK]
        return len(values) > 2 and all(value in "甲乙丙丁戊" or value.isdigit() for value in values)

    def _free_rows(self):
        """How many rows below the header are blank, and whether anything (totals, signatures) follows them."""
        for row in range(self.first, self.page.max_row + 1):
            if any(cell.value not in BLANK and not self._is_number(cell) for cell in self.page[row]):
                return row - self.first, True
        return max(self.page.max_row - self.first + 1, 0), False

    def _is_number(self, cell):
        """A number the form has already given to a row."""
        return cell.column == self.serial and str(cell.value).strip().isdigit()

    def make_room(self):
        """Move what stands below the blank rows further down, with its merged cells and row heights."""
        last = self.first + len(self.rows) - 1
        self._unmerge(self.first, min(last, self.first + self.free - 1))
        missing = len(self.rows) - self.free
        if not self.has_more or missing <= 0:
            return
        page, start, end = self.page, self.first + self.free, self.page.max_row
        merged = [area for area in page.merged_cells.ranges if area.min_row >= start]
        heights = {row: page.row_dimensions[row].height for row in range(start, end + 1)}
        for area in merged:
            page.unmerge_cells(str(area))
        page.move_range(f"A{start}:{page.cell(end, page.max_column).coordinate}", rows=missing)
        for area in merged:
            area.shift(row_shift=missing)
            page.merge_cells(str(area))
        for row, height in heights.items():
            page.row_dimensions[row + missing].height = height
        self._stretch_print_area(missing)

    def _unmerge(self, first, last):
        for area in list(self.page.merged_cells.ranges):
            if area.min_row >= first and area.max_row <= last:
                self.page.unmerge_cells(str(area))

    def _stretch_print_area(self, rows):
        from openpyxl.worksheet.cell_range import CellRange

        if self.page.print_area and "," not in self.page.print_area:
            area = CellRange(self.page.print_area.replace("$", "").rpartition("!")[2])
            area.expand(down=rows)
            self.page.print_area = area.coord

    def write(self):
        from openpyxl.styles import PatternFill

        yellow, filled = PatternFill("solid", fgColor=YELLOW), 0
        height = self.page.row_dimensions[self.first].height
        for number, values in enumerate(self.rows):
            row = self.first + number
            if number >= self.free:
                self.page.row_dimensions[row].height = height
            self._dress(row, number)
            if self.serial:
                self.page.cell(row, self.serial).value = number + 1
            for place, at in self.columns:
                cell, value = self.page.cell(row, place), None if at is None else values[at]
                if value in BLANK:
                    cell.fill = yellow
                else:
                    _put(cell, value)
                    filled += 1
        return {"filled": filled, "total": len(self.rows) * len(self.columns)}

    def _dress(self, row, number):
        """A row the form did not have looks like its first."""
        for place, style in enumerate(self.model, 1):
            cell = self.page.cell(row, place)
            if number >= self.free or not cell.has_style:
                cell._style = copy.copy(style)


def _put(cell, value):
    """Typed cells only: text stays text, whatever it looks like."""
    if isinstance(value, dict) and "date" in value:
        cell.value = datetime.date.fromisoformat(value["date"])
        cell.number_format = "yyyy-mm-dd" if cell.number_format in ("General", "@") else cell.number_format
    elif isinstance(value, dict):
        cell.value = Decimal(value["number"])
    else:
        cell.number_format = "@"
        cell.value = value
        cell.data_type = "s"


if __name__ == "__main__":
    main()
