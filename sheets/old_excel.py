"""A look inside an .xls file (Excel 97-2003, BIFF8 in an OLE container) before the parser opens it.

The parser turns error cells into blanks here too, so they are found in the records themselves. Nothing is trusted:
chains are followed only as far as the file is long.
"""

import struct

from sheets.findings import Findings, Refused

FREE, MINI_CUTOFF = 0xFFFFFFFA, 4096
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
FORMULA, END, DATEMODE, FILEPASS, BOUNDSHEET, BOOLERR = 0x06, 0x0A, 0x22, 0x2F, 0x85, 0x205
DAMAGED = "文件已损坏,无法打开,请在WPS或Excel中打开,另存为 .xlsx 后再上传"


def inspect_old(content):
    """What the cells hide. Refuses encryption and macros."""
    try:
        streams = _Container(content)
        if streams.has("EncryptedPackage") or streams.has("EncryptionInfo"):
            raise Refused("文件已加密,请取消密码后再上传")
        if streams.has("_VBA_PROJECT_CUR"):
            raise Refused("文件含有宏,请另存为不含宏的 .xlsx 后再上传")
        return _scan(streams.read("Workbook") or streams.read("Book"))
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise Refused(DAMAGED) from error


class _Container:
    """The streams of an OLE file by name."""

    def __init__(self, content):
        self.content = content
        self.size = 1 << struct.unpack_from("<H", content, 30)[0]
        if self.size not in (512, 4096):
            raise Refused(DAMAGED)
        directory, self.mini_fat, difat = (struct.unpack_from("<I", content, at)[0] for at in (48, 60, 68))
        self.fat = self._table(difat)
        self.entries = list(self._entries(self._chain(directory)))

    def _sector(self, number):
        start = (number + 1) * self.size
        return self.content[start : start + self.size]

    def _table(self, difat):
        sectors = list(struct.unpack_from("<109I", self.content, 76))
        for _step in range(len(self.content) // self.size):
            if difat >= FREE:
                break
            *more, difat = struct.unpack(f"<{self.size // 4}I", self._sector(difat))
            sectors += more
        table = b"".join(self._sector(sector) for sector in sectors if sector < FREE)
        return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])

    def _chain(self, sector):
        parts = []
        for _step in range(len(self.fat)):
            if sector >= FREE:
                break
            parts.append(self._sector(sector))
            sector = self.fat[sector]
        return b"".join(parts)

    def _entries(self, directory):
        for at in range(0, len(directory) - 127, 128):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le")
            start, size = struct.unpack_from("<II", directory, at + 116)
            yield name, kind, start, size

    def has(self, name):
        return any(entry[0] == name for entry in self.entries)

    def read(self, name):
        for entry, _kind, start, size in self.entries:
            if entry == name:
                return self._chain(start)[:size] if size >= MINI_CUTOFF else self._short(start, size)
        return b""

    def _short(self, start, size):
        """A stream of less than 4 kB lies in 64-byte pieces of the root's own stream."""
        root = next(self._chain(first) for _name, kind, first, _size in self.entries if kind == 5)
        table = self._chain(self.mini_fat)
        following = struct.unpack(f"<{len(table) // 4}I", table)
        parts = []
        for _step in following:
            if start >= FREE:
                break
            parts.append(root[start * 64 : start * 64 + 64])
            start = following[start]
        return b"".join(parts)[:size]


def _records(book, at):
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        yield kind, book[at + 4 : at + 4 + length]
        if kind == END:
            return
        at += 4 + length


def _scan(book):
    findings, sheets = Findings(), {}
    for kind, data in _records(book, 0):
        if kind == FILEPASS:
            raise Refused("文件已加密,请取消密码后再上传")
        if kind == DATEMODE:
            findings.date1904 = data[:1] == b"\1"
        if kind == BOUNDSHEET:
            (place,) = struct.unpack_from("<I", data)
            name = data[8:].decode("utf-16-le" if data[7] & 1 else "latin-1")
            sheets[name] = place
    findings.broken = {name: dict(_broken(book, place)) for name, place in sheets.items()}
    return findings


def _broken(book, at):
    """Cells that hold an error, written in or computed."""
    for kind, data in _records(book, at):
        if kind == BOOLERR and data[7]:
            code = data[6]
        elif kind == FORMULA and data[6] == 2 and data[12:14] == b"\xff\xff":
            code = data[8]
        else:
            continue
        row, column = struct.unpack_from("<HH", data)
        yield (row + 1, column), ERRORS.get(code, "#VALUE!")
