"""Data for everybody to take away: stable addresses, plain columns, what each column means.

Each app declares its datasets in a module `open_datasets`. Only what is on public pages anyway is in them.
"""

import csv
import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from communities.site import is_demo
from records.models import Event
from sheets.export import guard

FORMS = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/deed.zh-hans"
BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """Rows (tuples in the order of `columns`: [(name, Chinese title)]) of an area as of a day.

    `stamp` changes with what the history of the registers does not tell.
    """

    slug: str
    title: str
    about: str
    columns: tuple
    rows: Callable
    stamp: Callable = str

    @property
    def names(self):
        return [name for name, _title in self.columns]


_datasets: dict[str, Dataset] = {}


def dataset(slug, *, title, about, columns, stamp=str):
    """Declare the function below: (area, day) → rows."""

    def register(function):
        if slug in _datasets:
            raise ValueError(f"two datasets called {slug!r}")
        _datasets[slug] = Dataset(
            slug=slug, title=title, about=about, columns=tuple(columns), rows=function, stamp=stamp
        )
        return function

    return register


def every():
    return [_datasets[slug] for slug in sorted(_datasets)]


def get(slug):
    """None where there is no such dataset."""
    return _datasets.get(slug)


def version(found, area, on):
    """Changes with everything that the file can contain."""
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return hashlib.sha256(f"{found.slug}|{area}|{on}|{newest}|{found.stamp()}".encode()).hexdigest()[:16]


def _plain(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return guard(value) if isinstance(value, str) else str(value)


def as_csv(found, area, on):
    """Text of a file with BOM, a batch of lines at a time. A cell that begins like a formula is made harmless."""
    page = io.StringIO()
    writer = csv.writer(page)
    page.write("\ufeff")
    writer.writerow(found.names)
    for number, row in enumerate(found.rows(area, on), start=1):
        writer.writerow([_plain(value) for value in row])
        if number % BATCH == 0:
            yield page.getvalue()
            page.seek(0)
            page.truncate()
    yield page.getvalue()


def as_json(found, area, on):
    """One object: what it is, then `rows`, each an object; numbers are numbers, unknown is null."""
    head = {"dataset": found.slug, "title": str(found.title), "area": area, "as_of": str(on), "licence": LICENCE}
    head |= {
        "version": version(found, area, on),
        "is_demo": is_demo(),
        "columns": {n: str(t) for n, t in found.columns},
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": ['
    separator = "\n"
    for row in found.rows(area, on):
        values = dict(zip(found.names, (_jsonable(value) for value in row), strict=True))
        yield separator + json.dumps(values, ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"


def _jsonable(value):
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return value.isoformat() if isinstance(value, date) else float(value)
