import csv
from pathlib import Path

import pytest
import xlsxwriter


@pytest.fixture
def put(tmp_path):
    """Write rows to a spreadsheet and tell where it is."""

    def write(*rows, name="rows.csv", encoding="utf-8"):
        path = tmp_path / name
        if path.suffix == ".csv":
            with path.open("w", encoding=encoding, newline="") as file:
                csv.writer(file).writerows(rows)
        else:
            book = xlsxwriter.Workbook(path, {"strings_to_formulas": False})
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            page = book.add_worksheet("数据")
            for number, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    page.write(number, column, cell, *([day] if hasattr(cell, "year") else []))
            book.close()
        return Path(path)

    return write


def found(outcome):
    """What an import found, as (row, column, code)."""
    return [(finding.row, finding.column, finding.code) for finding in outcome.errors]
