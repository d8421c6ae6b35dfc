"""Tables behind charts as files."""

import io

from django.http import HttpResponse
from django.utils.functional import Promise

from sheets.export import write_csv


def csv_answer(name, header, rows):
    """A small table for download, the way all our CSV files are written."""
    out = io.BytesIO()
    write_csv([[_plain(cell) for cell in row] for row in (header, *rows)], out)
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _plain(cell):
    return str(cell) if isinstance(cell, Promise) else cell
