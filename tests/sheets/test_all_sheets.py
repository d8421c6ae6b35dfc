"""What holds for every sheet, written once: a new sheet is covered by its row in `samples`."""

import csv
import io
import zipfile
from contextlib import suppress

import openpyxl
import pytest
from django.db import transaction

from records.models import Change
from sheets import registry
from sheets.columns import Choice, Choices
from sheets.errors import CellError
from sheets.export import ACTIVE
from sheets.reading import open_rows
from sheets.services import export_sheet, import_sheet, write_template
from tests.sheets.conftest import found
from tests.sheets.samples import SAMPLES, make_place

pytestmark = pytest.mark.django_db
NAMES = sorted(registry.all_sheets())

PAYLOADS = [
    "=1+1", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://192.0.2.1\",\"x\")", "+1+1", "-1+1", "@SUM(1,1)", "=1+1;",
    ";=1+1", ",=1+1", "\"=1+1\"", "'=1+1", "''=1+1", "＝1+1", "＋1+1", "－1+1", "＠SUM(1)", "=@x", "+cmd|x", "-cmd|x",
    "@cmd|x",
    '=IMPORTXML("x")', "=DDE(\"cmd\";\"/C calc\";\"x\")", "=A1", "=1\n+1", "|=1+1", "=\"a\"&\"b\"", "{=1+1}", "= 1+1",
    "+86 138", "-5", "=", "+", "-", "@", "'", "'x", "=1,2", "=1;2", "0=1", "=é",
]  # fmt: skip


@pytest.fixture(scope="module")
def _place(django_db_setup, django_db_blocker):
    """Made once for all tests; each of them works in a savepoint of this transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_place()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def place(_place, db):
    """A street with two communities."""


def columns_of(name):
    return list(SAMPLES[name])


def test_every_sheet_has_a_sample():
    assert set(NAMES) == set(SAMPLES)


def load(name, put, *rows, **options):
    header = list(dict.fromkeys(key for row in rows for key in row))
    return import_sheet(name, put(header, *([row.get(key, "") for key in header] for row in rows)), **options)


@pytest.mark.parametrize("name", NAMES)
def test_a_row_is_new_once_and_unchanged_ever_after(name, place, put):
    row = SAMPLES[name]
    dry = load(name, put, row, dry_run=True)
    assert (dry.created, dry.applied, dry.errors) == (1, False, [])
    first = load(name, put, row)
    assert (first.created, first.applied, first.errors) == (1, True, [])
    changes = Change.objects.count()
    again = load(name, put, row)
    assert (again.created, again.updated, again.unchanged, again.errors) == (0, 0, 1, [])
    assert Change.objects.count() == changes


STRANGE = [
    "1" * 40, "１" * 40, "-" + "9" * 5000, "1" * 20 + "." + "1" * 20, 1e22, 1e300, "Infinity", "NaN", {"number": 1e300},
    0.1 + 0.2, True, "²", "٣", "\0", {"date": "2024-01-01", "time": "09:00:00"},
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_whatever_a_cell_holds_a_column_takes_it_or_says_what_is_wrong(name):
    for column in registry.get(name).columns:
        for cell in STRANGE:
            with suppress(CellError):
                column.take(cell)


@pytest.mark.parametrize("name", NAMES)
def test_the_template_opens_has_every_column_and_explains_it(name, tmp_path):
    path = tmp_path / "template.xlsx"
    with path.open("wb") as out:
        write_template(name, out)
    book = openpyxl.load_workbook(path)
    sheet = registry.get(name)
    assert [cell.value for cell in book.worksheets[0][1]] == [str(column.header) for column in sheet.columns]
    explained = {row[0].value for row in book["填写说明"].iter_rows(min_row=2)}
    assert explained >= {str(column.header) for column in sheet.columns}
    lists = [c for c in sheet.columns if isinstance(c, Choice) and not isinstance(c, Choices) and c.choices()]
    assert len(book.worksheets[0].data_validations.dataValidation) == len(lists)
    with open_rows(path) as rows:
        assert [number for number, _cells in rows] == [1]


@pytest.mark.parametrize("name", NAMES)
def test_a_key_twice_in_one_file_is_told_at_the_later_row(name, place, put):
    outcome = load(name, put, SAMPLES[name], SAMPLES[name])
    assert [(row, code) for row, _column, code in found(outcome)] == [(3, "duplicate_in_file")]
    assert not outcome.applied


@pytest.mark.parametrize("name", NAMES)
def test_a_required_column_that_is_missing_is_told_once(name, place, put):
    row = SAMPLES[name]
    sheet = registry.get(name)
    required = [c for c in sheet.columns if c.required and str(c.header) in row]
    assert required
    first, *others = [str(column.header) for column in required]
    without_first = load(name, put, {header: value for header, value in row.items() if header != first})
    assert (1, first, "missing_column") in found(without_first)
    only_first = load(name, put, {"无关": "x", first: row[first]})
    assert {(1, header, "missing_column") for header in others} <= set(found(only_first))
    assert [without_first.applied, only_first.applied] == [False, False]


@pytest.mark.parametrize("name", NAMES)
def test_i4_what_goes_out_is_run_by_no_spreadsheet_and_comes_back_unchanged(name, place, put, tmp_path):
    """All payloads through one sheet, and through each other one a payload of its own: the code is the same."""
    rows = [SAMPLES[name] | {"数据来源": PAYLOADS[NAMES.index(name) % len(PAYLOADS)]}]
    if name == "headcount":
        months = [f"{2020 + number // 12}-{number % 12 + 1:02}" for number in range(len(PAYLOADS))]
        rows = [SAMPLES[name] | {"统计日期": on, "数据来源": one} for on, one in zip(months, PAYLOADS, strict=True)]
    outcome = load(name, put, *rows)
    assert (outcome.created, outcome.errors) == (len(rows), [])
    workbook, text = io.BytesIO(), io.BytesIO()
    count = export_sheet(name, out=workbook)
    assert export_sheet(name, out=text, kind="csv") == count >= len(rows)
    with zipfile.ZipFile(workbook) as archive:
        markup = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in markup
    assert b"<f " not in markup
    for cells in csv.reader(io.StringIO(text.getvalue().decode("utf-8-sig"))):
        assert not any(cell.startswith(ACTIVE) and not cell.startswith("'") for cell in cells if not is_number(cell))
    (tmp_path / "out.csv").write_bytes(text.getvalue())
    (tmp_path / "out.xlsx").write_bytes(workbook.getvalue())
    for file in ("out.csv", "out.xlsx"):
        outcome = import_sheet(name, tmp_path / file)
        assert (outcome.created, outcome.updated, outcome.unchanged, outcome.errors) == (0, 0, count, [])
        assert outcome.ignored == []


def is_number(cell):
    return cell.removeprefix("-").replace(".", "", 1).isdigit()


def test_i4_control_without_the_guard_a_text_file_carries_the_formula(place, put, monkeypatch):
    load("headcount", put, SAMPLES["headcount"] | {"数据来源": "=1+1"})
    monkeypatch.setattr("sheets.export.guard", lambda value: value)
    text = io.BytesIO()
    export_sheet("headcount", out=text, kind="csv")
    assert ",=1+1" in text.getvalue().decode("utf-8-sig")


def test_i4_control_characters_never_break_an_export(place, put):
    from communities.models import Headcount

    load("headcount", put, SAMPLES["headcount"])
    Headcount.objects.update(source="a\x0b\x1fb\ud7ff\ufffe")
    for kind in ("xlsx", "csv"):
        assert export_sheet("headcount", out=io.BytesIO(), kind=kind) == 1
