"""The parent's side of the filler: hands it a task, and never waits for ever."""

import datetime
import json
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

from django.conf import settings

from sheets.reading import KILLED, BadFile
from sheets.workbook import LONGEST, clean

SECONDS = 120
MAX_FORM = 5 * 1024 * 1024
MAX_ROWS = 5_000


def look_at(content):
    """The first rows of a blank form, as lists of text. Raises `BadFile`."""
    with tempfile.TemporaryDirectory() as folder:
        return _ask({"look": str(_stored(folder, content))})


def fill_in(content, *, header_row, columns, serial, rows):
    """The filled form with how many of its cells were filled. Raises `BadFile`.

    `columns`: pairs (place of the column from 1, place of its value in a row or None).
    """
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "filled.xlsx"
        told = {"header_row": header_row, "columns": columns, "serial": serial}
        values = [[_cell(value) for value in row] for row in rows]
        said = _ask({"fill": str(_stored(folder, content)), "out": str(out), "rows": values, **told})
        return out.read_bytes(), said


def _stored(folder, content):
    path = Path(folder) / "form.xlsx"
    path.write_bytes(content)
    return path


def _cell(value):
    if isinstance(value, datetime.date):
        return {"date": value.isoformat()}
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return {"number": str(value)}
    return None if value is None else clean(str(value)).replace("\r", "")[:LONGEST]


def _ask(task):
    try:
        child = subprocess.run(
            [sys.executable, "-E", "-s", "-m", "sheets.filler"],
            cwd=settings.BASE_DIR,
            env={"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
            input=json.dumps(task).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
        said = json.loads(child.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise BadFile(KILLED) from error
    if "refused" in said:
        raise BadFile(said["refused"])
    return said
