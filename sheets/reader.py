"""`python -m sheets.reader FILE`: reads one spreadsheet in a process of its own and prints its rows.

Foreign files are parsed here and nowhere else: memory and processor time are capped, so that a bomb costs this
process and not the server. Each line printed is JSON: `[row, [cells]]` with the row's number as in the file, dates
as `{"date": "2024-03-01"}` (with `"time"` where it is not midnight), cells holding a formula error as
`{"error": "#N/A"}`; then `{"end": rows}`, or `{"refused": sentence}`. Knows nothing of Django.
"""

import csv
import datetime
import io
import json
import resource
import sys

from sheets import inspection
from sheets.findings import Refused
from sheets.inspection import MAX_COLUMNS, MAX_ROWS, SAVE_AS

MEMORY = 512 * 1024 * 1024
PROCESSOR_SECONDS = 90
MAX_TEXT = 32_767  # Excel's own limit of one cell
ACTIVE = tuple("=+-@\t\r'＝＋－＠")
NOTES = ("填写说明", "说明", "数据字典")


def main(path):
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="surrogatepass", newline="\n")
    try:
        last, encode = 0, json.JSONEncoder(ensure_ascii=False, default=_encode, check_circular=False).encode
        for last, cells in rows_of(path):
            line = encode([last, cells])
            if len(line) > MAX_TEXT:
                _refuse_long_text(cells)
            out.write(line + "\n")
        ending = {"end": last}
    except Refused as refusal:
        ending = {"refused": str(refusal)}
    except MemoryError:
        ending = {"refused": "文件占用内存过大,请分成几个文件上传"}
    except OSError:
        ending = {"refused": "文件无法读取,请重新上传"}
    out.write(json.dumps(ending, ensure_ascii=False) + "\n")
    out.flush()


def rows_of(path):
    """Row number and cells of each row that is not blank."""
    kind, findings = inspection.inspect(path)
    return _csv_rows(path) if kind == "csv" else _workbook_rows(path, findings)


def _encode(value):
    if isinstance(value, datetime.datetime):
        day = {"date": value.date().isoformat()}
        return day | {"time": value.time().isoformat("seconds")} if value.time() else day
    if isinstance(value, datetime.date):
        return {"date": value.isoformat()}
    return str(value)  # a time of day or a duration: text


def _workbook_rows(path, findings):
    import python_calamine  # here, so that the look before costs nothing when the file is refused

    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        sheet = _data_sheet(book)
        broken = findings.broken.get(sheet.name, {})
        _refuse_size(sheet.total_height, sheet.total_width)
        merged = Merged(sheet.merged_cell_ranges or ())
        yield from _sheet_rows(sheet.iter_rows(), broken, findings.date1904, merged)
    except python_calamine.PasswordError as error:
        raise Refused("文件已加密,请取消密码后再上传") from error
    except (python_calamine.CalamineError, python_calamine.ZipError, python_calamine.XmlError) as error:
        raise Refused(f"文件已损坏,无法打开,{SAVE_AS}") from error


def _data_sheet(book):
    """The first visible sheet that is not one of notes."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    shown = [
        meta.name
        for meta in book.sheets_metadata
        if meta.visible == SheetVisibleEnum.Visible and meta.typ == SheetTypeEnum.WorkSheet and meta.name not in NOTES
    ]
    if not shown:
        raise Refused("文件里没有可见的工作表")
    return book.get_sheet_by_name(shown[0])


def _refuse_size(rows, columns):
    if rows > MAX_ROWS + 1:
        raise Refused(f"表格超过 {MAX_ROWS} 行,请分成几个文件")
    if columns > MAX_COLUMNS:
        raise Refused(f"表格超过 {MAX_COLUMNS} 列,请删除多余的列")


class Merged:
    """Cells merged downwards: each row they cover reads as the first. Cells merged sideways stay in their column."""

    def __init__(self, ranges):
        self.starts, self.open = {}, {}
        for (top, left), (bottom, _right) in ranges:
            if bottom > top and left < MAX_COLUMNS:
                self.starts.setdefault(top + 1, []).append((left, bottom + 1))

    def fill(self, number, cells):
        """Complete one row; rows come in order."""
        for column, (last, value) in list(self.open.items()):
            if number > last:
                del self.open[column]
            else:
                cells.extend([""] * (column + 1 - len(cells)))
                cells[column] = value if cells[column] == "" else cells[column]
        for column, last in self.starts.pop(number, ()):
            if column < len(cells) and cells[column] != "":
                self.open[column] = (last, cells[column])


def _sheet_rows(rows, broken, date1904, merged):
    marked = {}
    for (row, column), shown in broken.items():
        marked.setdefault(row, []).append((column, shown))
    for number, cells in enumerate(rows, 1):
        for column, shown in marked.pop(number, ()):
            cells.extend([""] * (column + 1 - len(cells)))
            cells[column] = {"error": shown}
        if any(cell != "" for cell in cells):
            merged.fill(number, cells)
            yield number, [_since_1904(cell) for cell in cells] if date1904 else cells
    for number in sorted(marked):  # broken cells below the last row that holds anything else
        width = 1 + max(column for column, _ in marked[number])
        cells = [""] * width
        for column, shown in marked[number]:
            cells[column] = {"error": shown}
        yield number, cells


def _since_1904(cell):
    """Plain numbers keep their value; the parent must know that days count from 1904 if it takes one as a date."""
    return {"number": cell, "date1904": True} if type(cell) in (int, float) else cell


def _refuse_long_text(cells):
    if any(isinstance(cell, str) and len(cell) > MAX_TEXT for cell in cells):
        raise Refused(f"有单元格超过 {MAX_TEXT} 个字,不能接收")


def _csv_rows(path):
    with open(path, "rb") as file:
        text = _decode(file.read())
    header = text[: text.find("\n") + 1 or None]
    delimiter = max(",\t;", key=header.count)
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            if any(cell.strip() for cell in cells):
                _refuse_size(number, len(cells))
                yield number, [_unguard(cell) for cell in cells]
    except csv.Error as error:
        raise Refused("CSV格式有误(多半是引号不成对),请检查后重新保存") from error


def _decode(content):
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("文件是UTF-16文本,请另存为 UTF-8 编码的 .csv 或 .xlsx")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.count("\0") * 100 > len(text):
            break
        return text
    raise Refused("文件编码无法识别,请另存为 UTF-8 编码的 .csv 或 .xlsx")


def _unguard(cell):
    """Our own CSV export puts `'` before a text that a spreadsheet would run as a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(ACTIVE) else cell


if __name__ == "__main__":
    main(sys.argv[1])
