"""What the reader takes, and what it refuses: always with a Chinese sentence, never with a traceback."""

import datetime
import os
import random
import re
import resource
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from sheets import inspection
from sheets.reading import BadFile, open_rows
from tests.sheets import files

HEADER = ["社区编码", "统计日期", "常住人口"]
ROW = ["500199001001", "2024-03-01", 5]
GOOD = files.sheet_xml([HEADER, ROW])


def read(path):
    with open_rows(path) as rows:
        return list(rows)


def told(path):
    """The rows, or the sentence that refuses the file."""
    try:
        return read(path)
    except BadFile as refused:
        return re.search("[\u4e00-\u9fff]", str(refused))


def refusal(path):
    with pytest.raises(BadFile) as refused:
        read(path)
    return str(refused.value)


# -- I2: bombs ----------------------------------------------------------------------------------------------------
def shared_string_bomb(path):
    strings = f'<sst xmlns="{files.MAIN}">' + f"<si><t>{'甲' * 1000}</t></si>" * 20_000 + "</sst>"
    return files.pack(path, files.parts(GOOD, strings=strings), level=9)


def many_sheets(path):
    members = files.parts(GOOD)
    big = files.sheet_xml([["x" * 30_000] * 10] * 3)
    return files.pack(path, members | {f"xl/worksheets/sheet{number}.xml": big for number in range(2, 80)}, level=9)


def million_rows(path):
    rows = "".join(
        f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>'
        for number in (*range(3, 30_000), *range(900_000, 1_000_001))
    )
    return files.pack(path, files.parts(files.sheet_xml([HEADER, ROW], raw=rows)))


def one_far_cell(path):
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return files.pack(path, files.parts(files.sheet_xml([HEADER, ROW], raw=far)))


def one_far_column(path):
    far = '<row r="3"><c r="XFD3"><v>1</v></c></row>'
    return files.pack(path, files.parts(files.sheet_xml([HEADER, ROW], raw=far)))


def nested_archive(path):
    inner = path.with_name("inner.zip")
    files.pack(inner, {"bomb.txt": "0" * 5_000_000})
    return files.pack(path, {"inner.zip": inner.read_bytes()})


def false_directory(path):
    files.pack(path, files.parts(files.sheet_xml([HEADER, ROW] + [["x" * 200] * 20] * 5_000)))
    return files.forge_sizes(path, "xl/worksheets/sheet1.xml", 1_000)


def many_members(path):
    return files.pack(path, files.parts(GOOD) | {f"xl/media/{number}.txt": "" for number in range(1_200)})


def overlapping_members(path):
    return files.overlap(files.pack(path, files.parts(GOOD)))


def encrypted_archive(path):
    files.pack(path, files.parts(GOOD))
    content = bytearray(path.read_bytes())
    for magic, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(magic)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(magic, at + 4)
    path.write_bytes(bytes(content))
    return path


def repeated_long_string(path):
    """Small packed and unpacked, enormous once every cell holds its own copy."""
    strings = f'<sst xmlns="{files.MAIN}"><si><t>{"甲乙丙丁" * 5_000}</t></si></sst>'
    cells = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{letter}{row}" t="s"><v>0</v></c>' for letter in "ABCDEFGHIJ") + "</row>"
        for row in range(3, 10_000)
    )
    return files.pack(path, files.parts(files.sheet_xml([HEADER, ROW], raw=cells), strings=strings))


BOMBS = [
    shared_string_bomb, many_sheets, million_rows, one_far_cell, one_far_column, nested_archive, false_directory,
    many_members, overlapping_members, encrypted_archive, repeated_long_string,
]  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.__name__)
def test_i2_zip_bombs_are_refused_and_cost_the_reader_not_the_server(bomb, tmp_path):
    path = bomb(tmp_path / "bomb.xlsx")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert re.search("[\u4e00-\u9fff]", refusal(path))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 512 * 1024


def test_i2_control_without_the_look_before_the_parser_is_given_the_bomb(tmp_path, monkeypatch):
    """With the guard switched off the same bytes pass: it is the guard that refuses."""
    path = one_far_column(tmp_path / "bomb.xlsx")
    monkeypatch.setattr(inspection._SheetScan, "FAR_COLUMN", re.compile(rb"(?!)"))
    kind, _findings = inspection.inspect(path)
    assert kind == "xlsx"


def test_i2_an_honest_large_file_passes(tmp_path):
    path = tmp_path / "large.xlsx"
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    page = book.add_worksheet()
    for row in range(2_000):
        page.write_row(row, 0, [f"第{row}行第{column}列" for column in range(12)])
    book.close()
    assert len(read(path)) == 2_000


# -- I3: hostile and mistaken files --------------------------------------------------------------------------------
ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


def archive(**changed):
    members = files.parts(GOOD) | {name: content for name, content in changed.items() if content is not None}
    return lambda path: files.pack(path, members)


def with_strings(markup):
    strings = markup + f'<sst xmlns="{files.MAIN}"><si><t>&e;</t></si></sst>'
    return lambda path: files.pack(path, files.parts(GOOD, strings='<?xml version="1.0"?>' + strings))


def content(data):
    def write(path):
        path.write_bytes(data)
        return path

    return write


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
HTML = "<html><table><tr><td>社区编码</td></tr></table></html>".encode()
REFUSED = {
    "macro project": ("a.xlsx", archive(**{"xl/vbaProject.bin": b"x"})),
    "macro project in another case": ("a.xlsx", archive(**{"xl/VBAPROJECT.BIN": b"x"})),
    "macro extension": ("a.xlsm", archive()),
    "wps format": ("a.et", content(OLE)),
    "wps template": ("a.ett", content(OLE)),
    "binary workbook": ("a.xlsb", archive()),
    "open document": ("a.ods", archive()),
    "plain text": ("a.txt", content(b"a,b")),
    "no extension": ("a", content(b"a,b")),
    "picture extension": ("a.jpg", content(b"\xff\xd8\xff\xe0")),
    "entity in strings": ("a.xlsx", with_strings(ENTITY)),
    "laughs in strings": ("a.xlsx", with_strings(LAUGHS)),
    "entity in sheet": ("a.xlsx", archive(**{"xl/worksheets/sheet1.xml": ENTITY + GOOD})),
    "entity in workbook": ("a.xlsx", archive(**{"xl/workbook.xml": ENTITY + files.WORKBOOK})),
    "utf-16 sheet": ("a.xlsx", archive(**{"xl/worksheets/sheet1.xml": GOOD.encode("utf-16")})),
    "utf-16 entity, without a mark": (
        "a.xlsx",
        archive(**{"xl/workbook.xml": (LAUGHS + files.WORKBOOK).encode("utf-16-le")}),
    ),
    "broken workbook": ("a.xlsx", archive(**{"xl/workbook.xml": "<workbook"})),
    "broken sheet": ("a.xlsx", archive(**{"xl/worksheets/sheet1.xml": "<worksheet><sheetData><row"})),
    "no visible sheet": ("a.xlsx", archive(**{"xl/workbook.xml": files.WORKBOOK.format(before="", sheets="")})),
    "html as xlsx": ("a.xlsx", content(HTML)),
    "html as xls": ("a.xls", content(HTML)),
    "html as csv": ("a.csv", content(HTML)),
    "html behind a mark": ("a.csv", content(b"\xef\xbb\xbf\n" + HTML)),
    "svg as xlsx": ("a.xlsx", content(b"<svg xmlns='http://www.w3.org/2000/svg'/>")),
    "program as xlsx": ("a.xlsx", content(b"MZ" + b"\0" * 200)),
    "program as xls": ("a.xls", content(b"MZ" + b"\0" * 200)),
    "program as csv": ("a.csv", content(b"\x7fELF" + b"\0" * 200)),
    "pdf as xlsx": ("a.xlsx", content(b"%PDF-1.7")),
    "pdf as csv": ("a.csv", content(b"%PDF-1.7,a")),
    "picture as xlsx": ("a.xlsx", content(b"\x89PNG\r\n")),
    "rar as xlsx": ("a.xlsx", content(b"Rar!\x1a\x07")),
    "gbk text as xlsx": ("a.xlsx", content("社区编码,统计日期".encode("gb18030"))),
    "xls as xlsx": ("a.xlsx", content(OLE)),
    "xlsx as xls": ("a.xls", archive()),
    "xlsx as csv": ("a.csv", archive()),
    "empty xls": ("a.xls", content(OLE)),
    "empty file": ("a.xlsx", content(b"")),
    "half a file": ("a.xlsx", content(b"PK\x03\x04" + b"\0" * 100)),
    "polyglot": ("a.xlsx", content(b"GIF89a" + b"PK\x03\x04" * 10)),
    "other archive": ("a.xlsx", lambda path: files.pack(path, {"word/document.xml": "<a/>"})),
    "utf-16 csv": ("a.csv", content("社区编码,统计日期".encode("utf-16"))),
    "binary csv": ("a.csv", content(bytes(range(256)) * 20)),
    "zeros as csv": ("a.csv", content(b"a,b\n" + b"\0" * 500)),
    "open quote": ("a.csv", content(('a,b\n1,"' + "x" * 200_000).encode())),
}


@pytest.mark.parametrize("name", REFUSED)
def test_i3_hostile_and_mistaken_files_are_refused_in_words(name, tmp_path):
    filename, make = REFUSED[name]
    sentence = refusal(make(tmp_path / filename))
    assert re.search("[\u4e00-\u9fff]", sentence)
    assert "Traceback" not in sentence


@pytest.mark.parametrize("name", ["html as csv", "pdf as csv", "html behind a mark"])
def test_i3_control_without_the_look_at_the_content_it_passes_for_a_sheet(name, tmp_path, monkeypatch):
    """I3, its guard off: by its name alone the file would be taken."""
    filename, make = REFUSED[name]
    path = make(tmp_path / filename)
    with pytest.raises(inspection.Refused):
        inspection.inspect(path)
    monkeypatch.setattr(inspection, "_refuse_foreign_content", lambda head, kind: None)
    assert inspection.inspect(path)[0] == "csv"


def test_i3_the_advice_says_what_to_do(tmp_path):
    assert "另存为 .xlsx" in refusal(content(OLE)(tmp_path / "a.et"))
    assert "宏" in refusal(archive()(tmp_path / "a.xlsm"))
    assert "密码" in refusal(encrypted_archive(tmp_path / "a.xlsx"))


def test_i3_false_dimension_all_rows_are_read(tmp_path):
    rows = [HEADER, *[["500199001001", "2024-03-01", number] for number in range(3_000)]]
    path = files.pack(tmp_path / "a.xlsx", files.parts(files.sheet_xml(rows, dimension="A1:B2")))
    assert len(read(path)) == 3_001


def test_i3_external_links_are_ignored(tmp_path):
    link = f'<externalLink xmlns="{files.MAIN}"><externalBook/></externalLink>'
    relation = files.RELATIONS.format(kind="externalLinkPath", target="http://192.0.2.1/x.xlsx", more="")
    members = {"xl/externalLinks/externalLink1.xml": link, "xl/externalLinks/_rels/externalLink1.xml.rels": relation}
    assert len(read(archive(**members)(tmp_path / "a.xlsx"))) == 2


def test_i3_paths_inside_the_archive_and_long_names_do_no_harm(tmp_path):
    path = archive(**{"../../evil.txt": "x", "x" * 300: "y"})(tmp_path / "a.xlsx")
    assert len(read(path)) == 2
    assert not (tmp_path.parent / "evil.txt").exists()


# -- what honest programs write ------------------------------------------------------------------------------------
def test_broken_formulas_are_told_although_the_parser_hides_them(tmp_path):
    raw = (
        '<row r="3"><c r="A3" t="e"><f>VLOOKUP(1,B:B,1)</f><v>#N/A</v></c><c r="B3"><f>1+1</f><v>2</v></c>'
        '<c r="C3"><f>1+1</f></c><c r="D3" t="str"><f>""</f><v></v></c></row>'
    )
    rows = read(files.pack(tmp_path / "a.xlsx", files.parts(files.sheet_xml([HEADER, ROW], raw=raw))))
    assert rows[2] == [3, [{"error": "#N/A"}, 2.0, {"error": "公式未计算"}, ""]]


OLD = Path(__file__).parent / "data" / "old.xls"


def test_the_old_format_is_read_with_its_broken_cells(tmp_path):
    assert read(OLD)[1:] == [
        [2, ["500199001001", {"date": "2024-03-05"}, 5152, ""]],
        [3, ["500199001001", {"date": "2024-04-05"}, {"error": "#N/A"}, 7]],
    ]
    content = bytearray(OLD.read_bytes())
    formula = content.find(b"\x06\x00", content.find(b"\x01\x00\x03\x00") - 4)
    content[formula + 10 : formula + 18] = b"\x02\x00\x07\x00\x00\x00\xff\xff"
    (tmp_path / "a.xls").write_bytes(content)
    assert read(tmp_path / "a.xls")[1] == [2, ["500199001001", {"date": "2024-03-05"}, 5152, {"error": "#DIV/0!"}]]


def test_the_old_format_counts_days_from_1904_where_it_says_so():
    cells = read(OLD.with_name("old1904.xls"))[1][1]
    assert cells[1:3] == [{"date": "2024-03-05"}, {"number": 5152, "date1904": True}]


@pytest.mark.parametrize(
    ("name", "word"), [("EncryptedPackage", "加密"), ("_VBA_PROJECT_CUR", "宏")], ids=["encrypted", "macros"]
)
def test_i3_the_old_format_with_a_password_or_macros_is_refused(name, word, tmp_path):
    content = bytearray(OLD.read_bytes())
    root = content.find("Root Entry".encode("utf-16-le"))
    entry = next(at for at in range(root + 128, root + 512, 128) if content[at : at + 2] != b"W\0")
    encoded = name.encode("utf-16-le")
    content[entry : entry + len(encoded)] = encoded
    content[entry + 64 : entry + 66] = (len(encoded) + 2).to_bytes(2, "little")
    (tmp_path / "a.xls").write_bytes(content)
    assert word in refusal(tmp_path / "a.xls")


@pytest.mark.parametrize("seed", range(12))
def test_i3_a_damaged_old_file_is_refused_or_read_but_never_breaks_the_reader(seed, tmp_path):
    rng = random.Random(seed)
    content = bytearray(OLD.read_bytes())
    for _time in range(40):
        content[rng.randrange(8, len(content))] = rng.randrange(256)
    (tmp_path / "a.xls").write_bytes(content)
    assert told(tmp_path / "a.xls")


def test_dates_of_both_calendars(tmp_path):
    for since_1904 in (False, True):
        path = tmp_path / f"{since_1904}.xlsx"
        book = xlsxwriter.Workbook(path, {"date_1904": since_1904})
        page = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        page.write_datetime(0, 0, datetime.date(2024, 3, 5), day)
        page.write_number(0, 1, 45000)
        book.close()
        plain = {"number": 45000.0, "date1904": True} if since_1904 else 45000.0
        assert read(path) == [[1, [{"date": "2024-03-05"}, plain]]]


def test_rows_keep_their_numbers_and_blank_ones_are_left_out(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('a,b\n\n1,2\n,\n"x\ny",3\n', encoding="utf-8")
    assert read(path) == [[1, ["a", "b"]], [3, ["1", "2"]], [5, ["x\ny", "3"]]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_files_in_the_usual_encodings(encoding, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("社区编码,名称\n1,𠮷村\n", encoding=encoding)
    assert read(path)[1] == [2, ["1", "𠮷村"]]


def test_notes_and_hidden_sheets_are_not_data(tmp_path):
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    for name in ("填写说明", "隐藏", "数据"):
        page = book.add_worksheet(name)
        page.write(0, 0, name)
        if name == "隐藏":
            page.hide()
    book.close()
    assert read(path) == [[1, ["数据"]]]


def running(path):
    return subprocess.run(["pgrep", "-f", str(path)], capture_output=True, check=False).stdout


def test_the_reader_ends_with_whoever_started_it(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a\n" + "1\n" * 200_000, encoding="utf-8")
    with open_rows(path) as rows:
        next(iter(rows))
    start = time.monotonic()
    while running(path) and time.monotonic() - start < 5:
        os.sched_yield()
    assert not running(path)


def test_the_reader_alone_needs_no_django(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a\n1\n", encoding="utf-8")
    script = "import sys; from sheets import reader; reader.main(sys.argv[1]); assert 'django' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == '{"end": 2}'


def test_a_file_over_the_size_limit_is_refused_unread(tmp_path):
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(inspection.MAX_FILE + 1)
    assert "30 MB" in refusal(path)


def test_archive_without_the_marks_of_a_workbook(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive_:
        archive_.writestr("a.txt", "x")
    assert "不是Excel工作簿" in refusal(tmp_path / "a.xlsx")
