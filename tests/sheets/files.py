"""Spreadsheets that no honest program writes, made on the fly."""

import struct
import zipfile
import zlib

TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns='
    '"http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>{more}'
    "</Relationships>"
)
STRINGS = (
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"'
    ' Target="sharedStrings.xml"/>'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORKBOOK = (
    f'<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="{MAIN}" xmlns:r='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships">{before}<sheets>{sheets}</sheets></workbook>'
)
SHEET = '<sheet name="数据" sheetId="1" r:id="rId1"/>'


def cell(reference, value):
    if isinstance(value, (int, float)):
        return f'<c r="{reference}"><v>{value}</v></c>'
    return f'<c r="{reference}" t="inlineStr"><is><t>{value}</t></is></c>'


def sheet_xml(rows, *, dimension="", raw=""):
    """Markup of a worksheet with the rows, and with `raw` markup behind them."""
    lines = []
    for number, values in enumerate(rows, 1):
        given = [(column, value) for column, value in enumerate(values) if value != ""]
        cells = "".join(cell(f"{chr(65 + column)}{number}", value) for column, value in given)
        lines.append(f'<row r="{number}">{cells}</row>')
    told = f'<dimension ref="{dimension}"/>' if dimension else ""
    data = "<sheetData>" + "".join(lines) + raw + "</sheetData>"
    return f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}">{told}{data}</worksheet>'


def parts(sheet, *, before="", sheets=SHEET, strings=None):
    """Member names and contents of a workbook around one worksheet's markup."""
    members = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS.format(kind="officeDocument", target="xl/workbook.xml", more=""),
        "xl/workbook.xml": WORKBOOK.format(before=before, sheets=sheets),
        "xl/_rels/workbook.xml.rels": RELATIONS.format(
            kind="worksheet", target="worksheets/sheet1.xml", more=STRINGS if strings else ""
        ),
        "xl/worksheets/sheet1.xml": sheet,
    }
    if strings:
        members["xl/sharedStrings.xml"] = strings
    return members


def pack(path, members, *, level=6):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def forge_sizes(path, name, size):
    """Let the directory claim another unpacked size (and a checksum to go with it) for one member."""
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive, archive.open(name) as member:
        checksum = zlib.crc32(member.read(size))
    encoded = name.encode()
    for magic, sizes, names in ((b"PK\x03\x04", 14, 30), (b"PK\x01\x02", 16, 46)):
        at = content.find(magic)
        while at >= 0:
            if content[at + names : at + names + len(encoded)] == encoded:
                struct.pack_into("<I", content, at + sizes, checksum)
                struct.pack_into("<I", content, at + sizes + 8, size)
            at = content.find(magic, at + 4)
    path.write_bytes(bytes(content))
    return path


def overlap(path):
    """Two directory entries that point at the same packed bytes."""
    content = bytearray(path.read_bytes())
    first = content.find(b"PK\x01\x02")
    second = content.find(b"PK\x01\x02", first + 4)
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    path.write_bytes(bytes(content))
    return path
