"""Rows written straight into a workbook: two independent readers find what was given."""

import datetime
import io
import zipfile
from decimal import Decimal

import openpyxl
from python_calamine import CalamineWorkbook

from sheets.workbook import CHUNK, LONGEST, Sheet

DAY = datetime.date
ROW = [
    "=1+1",
    " 空 格 ",
    "a<b>&\"'",
    "普通",
    Decimal("12.50"),
    7,
    DAY(1985, 3, 1),
    DAY(1900, 2, 28),
    True,
    "第一行\n第二行",
]
HEADERS = [f"列{number}" for number, _value in enumerate(ROW)]


def written(*rows):
    out = io.BytesIO()
    count = Sheet("名单", HEADERS, [12] * len(HEADERS)).fill(out, iter(rows))
    out.seek(0)
    return count, out


def test_cells_are_what_they_were_given_as():
    count, out = written(ROW, [None, "", *[None] * 8], ROW)
    page = openpyxl.load_workbook(out).active
    found = [cell.value for cell in page[2]]
    assert count == 3
    assert found[:4] == ROW[:4]
    assert found[4:6] == [12.5, 7]
    assert found[6].date() == DAY(1985, 3, 1)
    assert found[8:] == ["True", "第一行\n第二行"]
    assert [cell.value for cell in page[3]] == [None] * len(ROW)
    assert page["A4"].value == "=1+1"
    assert (page["A2"].number_format, page["G2"].number_format, page.freeze_panes) == ("@", "yyyy-mm-dd", "A2")


def test_another_reader_agrees():
    _count, out = written(ROW)
    header, row = CalamineWorkbook.from_filelike(out).get_sheet_by_index(0).to_python()
    assert header == HEADERS
    assert row[0] == "=1+1"
    assert row[6:8] == [DAY(1985, 3, 1), DAY(1900, 2, 28)]


def test_text_that_looks_like_an_escape_stays_text():
    _count, out = written(["_x0041_", *[None] * 9])
    page = zipfile.ZipFile(out).read("xl/worksheets/sheet1.xml").decode()
    assert "_x005F_x0041_" in page


def test_what_no_cell_can_hold_is_left_out():
    early, long = DAY(1899, 12, 31), "长" * (LONGEST + 5)
    _count, out = written(["a\x00b\x07c\ud800", long, early, *[None] * 7])
    page = openpyxl.load_workbook(out).active
    assert page["A2"].value == "abc"
    assert len(page["B2"].value) == LONGEST
    assert page["C2"].value == "1899-12-31"


def test_a_workbook_without_rows_has_its_header():
    count, out = written()
    assert count == 0
    assert [cell.value for cell in openpyxl.load_workbook(out).active[1]] == HEADERS


def test_a_workbook_leaves_while_its_rows_still_come():
    seen = []
    rows = (seen.append(number) or ROW for number in range(3 * CHUNK))
    pieces = Sheet("页", HEADERS, [10] * len(ROW)).pieces(rows)
    first = next(pieces)
    assert len(seen) == CHUNK
    whole = io.BytesIO(first + b"".join(pieces))
    assert openpyxl.load_workbook(whole).active.max_row == 3 * CHUNK + 1
