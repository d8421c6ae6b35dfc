"""A look inside an uploaded file before any parser opens it.

A spreadsheet is a ZIP archive, and a hostile one can unpack to gigabytes. Everything is measured here on the
compressed bytes, with caps, so that the parser only ever sees files of an honest size. Runs in the reader's own
process and knows nothing of Django.
"""

import re
import zipfile
import zlib
from pathlib import Path
from xml.etree import ElementTree

from sheets.findings import Findings, Refused
from sheets.old_excel import inspect_old

MEGABYTE = 1024 * 1024
MAX_FILE = 30 * MEGABYTE
MAX_UNPACKED = 300 * MEGABYTE
MAX_RATIO = 100
MAX_MEMBERS = 1_000
MAX_ROWS = 200_000
MAX_COLUMNS = 200
SMALL = 64 * 1024  # below this size a high ratio is harmless
CHUNK = 256 * 1024
OVERLAP = 64 * 1024  # a cell's markup split over two chunks is seen whole in the second look

WORKBOOK = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")

ZIP_MAGIC, OLE_MAGIC = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SAVE_AS = "请在WPS或Excel中打开,另存为 .xlsx 后再上传"
OTHER_FORMATS = {
    ".et": "这是WPS专用格式(.et),请在WPS中另存为 .xlsx 后再上传",
    ".ett": "这是WPS专用格式(.ett),请在WPS中另存为 .xlsx 后再上传",
    ".xlsm": "不接收含宏的文件(.xlsm),请另存为不含宏的 .xlsx 后再上传",
    ".xlsb": f"不接收 .xlsb 文件,{SAVE_AS}",
    ".ods": f"不接收 .ods 文件,{SAVE_AS}",
    ".txt": "不接收 .txt 文件,请另存为 .csv 或 .xlsx 后再上传",
}
FOREIGN_CONTENT = (
    (b"MZ", "程序文件"), (b"\x7fELF", "程序文件"), (b"%PDF", "PDF文件"),
    (b"\x89PNG", "图片"), (b"\xff\xd8\xff", "图片"), (b"GIF8", "图片"),
    (b"Rar!", "压缩包"), (b"7z\xbc\xaf", "压缩包"), (b"\x1f\x8b", "压缩包"),
)  # fmt: skip
MARKUP = re.compile(rb"\s*<(?:!doctype|html|head|body|table|svg|\?xml|script|meta)", re.IGNORECASE)


def inspect(path):
    """The kind of file (`xlsx`, `xls`, `csv`) with the findings; anything else is refused."""
    path = Path(path)
    size = path.stat().st_size
    if size == 0:
        raise Refused("文件是空的,请检查后重新上传")
    if size > MAX_FILE:
        raise Refused(f"文件超过 {MAX_FILE // MEGABYTE} MB,请分成几个文件上传")
    kind = path.suffix.lower()
    if kind in OTHER_FORMATS:
        raise Refused(OTHER_FORMATS[kind])
    if kind not in (".xlsx", ".xls", ".csv"):
        raise Refused(f"不接收这种文件({kind[:10] or '无扩展名'}),请上传 .xlsx、.xls 或 .csv")
    with path.open("rb") as file:
        head = file.read(4096)
    _refuse_foreign_content(head, kind)
    if kind == ".xlsx":
        return "xlsx", _inspect_archive(path, size)
    return ("xls", inspect_old(path.read_bytes())) if kind == ".xls" else ("csv", Findings())


def _refuse_foreign_content(head, kind):
    for magic, what in FOREIGN_CONTENT:
        if head.startswith(magic) and not (magic == b"MZ" and kind == ".csv" and b"," in head[:200]):
            raise Refused(f"文件内容是{what},不是电子表格")
    if MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise Refused(f"文件内容是网页或XML,不是电子表格,{SAVE_AS}")
    is_zip, is_ole = head.startswith(ZIP_MAGIC), head.startswith(OLE_MAGIC)
    if kind == ".xlsx" and not is_zip:
        raise Refused(_why_not_xlsx(is_ole))
    if kind == ".xls" and not is_ole:
        advice = "请把扩展名改为 .xlsx" if is_zip else SAVE_AS
        raise Refused(f"文件内容与扩展名 .xls 不符,{advice}")
    if kind == ".csv" and (is_zip or is_ole):
        raise Refused(f"文件内容不是文本,与扩展名 .csv 不符,{SAVE_AS}")


def _why_not_xlsx(is_ole):
    if is_ole:
        return f"文件已加密,或是旧格式改了扩展名,请取消密码,{SAVE_AS}"
    return f"文件内容与扩展名 .xlsx 不符(可能是文本文件改了扩展名),{SAVE_AS}"


def _inspect_archive(path, size):
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, UnicodeDecodeError) as error:
        raise Refused(f"文件已损坏,无法打开,{SAVE_AS}") from error
    _refuse_unfit_members(members, size)
    with path.open("rb") as file:
        return _scan_members(file, members)


def _refuse_unfit_members(members, size):
    names = [member.filename for member in members]
    if len(members) > MAX_MEMBERS or len(set(names)) != len(names):
        raise Refused("文件内部结构异常(部件过多或重复),不能接收")
    if any("vbaproject" in name.lower() for name in names):
        raise Refused("文件含有宏,请另存为不含宏的 .xlsx 后再上传")
    if any(member.flag_bits & 0x1 for member in members):
        raise Refused("文件已加密,请取消密码后再上传")
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= set(names):
        raise Refused(f"文件不是Excel工作簿,{SAVE_AS}")
    _refuse_bomb(sum(member.file_size for member in members), size)
    ends = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < ends or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused("文件内部结构异常(部件重叠),不能接收")
        ends = member.header_offset + 30 + member.compress_size
    if ends > size:
        raise Refused("文件不完整,请重新保存后再上传")


def _refuse_bomb(unpacked, packed):
    if unpacked > MAX_UNPACKED or (unpacked > SMALL and unpacked > packed * MAX_RATIO):
        raise Refused("文件解压后过大,不能接收(可能是压缩炸弹)")


def _inflate(file, member):
    """The member's bytes in chunks, whatever the directory claims their number to be."""
    file.seek(member.header_offset)
    header = file.read(30)
    if header[:4] != ZIP_MAGIC:
        raise Refused("文件内部结构异常,不能接收")
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    left = member.compress_size
    inflater = zlib.decompressobj(-15) if member.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0:
        packed = file.read(min(CHUNK, left))
        if not packed:
            raise Refused("文件不完整,请重新保存后再上传")
        left -= len(packed)
        while packed and inflater:
            yield inflater.decompress(packed, CHUNK)
            packed = inflater.unconsumed_tail
        if packed:
            yield packed


def _scan_members(file, members):
    findings, sheets, small, total = Findings(), {}, {}, 0
    for member in members:
        try:
            length, cells, content = _scan(file, member, MAX_UNPACKED - total)
        except zlib.error as error:
            raise Refused(f"文件已损坏,无法解压,{SAVE_AS}") from error
        total += length
        sheets[member.filename], small[member.filename] = cells.broken, content
    findings.date1904, parts = _read_workbook(small)
    findings.broken = {title: sheets.get(part, {}) for title, part in parts.items()}
    return findings


def _scan(file, member, room):
    """True length of a member, what its cells hide, and the content of the two members that tell about the workbook."""
    name, length, cells, content = member.filename, 0, _SheetScan(), b""
    is_xml = name.endswith((".xml", ".rels"))
    for chunk in _inflate(file, member):
        if is_xml:
            _refuse_entities(chunk, first=length == 0)
        length += len(chunk)
        if length > min(room, member.file_size):
            raise Refused("文件解压后的大小与声明不符,不能接收")
        if is_xml and name.startswith("xl/worksheets/"):
            cells.look(chunk)
        if name in WORKBOOK:
            content += chunk
    return length, cells, content


def _refuse_entities(chunk, first):
    markup = chunk.removeprefix(b"\xef\xbb\xbf").lstrip()
    if first and (not markup.startswith(b"<") or b"\0" in markup[:4]):
        raise Refused(f"文件内部不是规范的XML,{SAVE_AS}")
    if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
        raise Refused("文件含有外部实体声明,不能接收")


def _read_workbook(small):
    """Whether days count from 1904, and which part of the archive holds each sheet."""
    try:
        book = ElementTree.fromstring(small["xl/workbook.xml"])  # noqa: S314 - declarations of entities are refused before
        links = ElementTree.fromstring(small.get("xl/_rels/workbook.xml.rels") or b"<r/>")  # noqa: S314
    except ElementTree.ParseError as error:
        raise Refused(f"文件已损坏,无法打开,{SAVE_AS}") from error
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    date1904, parts = False, {}
    for node in book.iter():
        tag = node.tag.rpartition("}")[2]
        if tag == "workbookPr":
            date1904 = node.get("date1904") in ("1", "true")
        if tag == "sheet":
            link = next((value for key, value in node.attrib.items() if key.endswith("}id")), None)
            target = targets.get(link, "")
            parts[node.get("name")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return date1904, parts


class _SheetScan:
    """Finds in a worksheet's markup what the parser hides or trips over.

    The parser turns error cells (#N/A) and formulas without a stored result into blanks, and would allocate a
    full rectangle for one stray cell in the last row.
    """

    BROKEN = re.compile(
        rb"""<(?:\w+:)?c\s(?P<attributes>[^>]*[^>/])>(?:<(?:\w+:)?is>)?
             (?P<formula><(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>))?\s*
             (?:<(?:\w+:)?v(?:\s*/>|[^>]*>(?P<value>[^<]*)</(?:\w+:)?v>))?\s*</(?:\w+:)?c>""",
        re.VERBOSE,
    )
    # Plain substrings first: a register of 100,000 rows is 150 MB of markup.
    SUSPECTS = (b't="e"', b"t='e'", b"<f>", b"<f ", b":f>", b":f ")
    FAR_ROW = re.compile(rb"""row\s[^>]*?\br=["'](\d{6,})["']""")
    FAR_COLUMN = re.compile(rb"""r=["'](?:G[S-Z]|[H-Z][A-Z]|[A-Z]{3,})\d""")
    REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d+)["']""")

    def __init__(self):
        self.broken, self.tail = {}, b""

    def look(self, chunk):
        markup = self.tail + chunk
        self.tail = markup[-OVERLAP:]
        if any(int(row) > MAX_ROWS + 1 for row in self.FAR_ROW.findall(markup)):
            raise Refused(f"表格超过 {MAX_ROWS} 行(末尾可能有带格式的空行),请删除空行或分成几个文件")
        if any(self._is_cell(markup, far.start()) for far in self.FAR_COLUMN.finditer(markup)):
            raise Refused(f"表格超过 {MAX_COLUMNS} 列,请删除多余的列")
        if any(sign in markup for sign in self.SUSPECTS):
            for cell in self.BROKEN.finditer(markup):
                self._note(cell)

    def _is_cell(self, markup, place):
        """Whether the place lies in the tag of a cell, not in a text that looks like one."""
        tag = markup[markup.rfind(b"<", 0, place) : place]
        return b">" not in tag and re.match(rb"<(?:\w+:)?c\s", tag) is not None

    def _note(self, cell):
        attributes, value = cell["attributes"], cell["value"] or b""
        is_error = re.search(rb"""\bt=["']e["']""", attributes)
        is_text = re.search(rb"""\bt=["']str["']""", attributes)
        if not is_error and not (cell["formula"] and not value.strip() and not is_text):
            return
        place = self.REFERENCE.search(attributes)
        if not place:
            raise Refused(f"文件内部单元格没有位置,{SAVE_AS}")
        shown = value.decode("ascii", "replace")[:20] if is_error else "公式未计算"
        self.broken[int(place[2]), column_number(place[1].decode())] = shown


def column_number(letters):
    """`A` is 0, `Z` 25, `AA` 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
