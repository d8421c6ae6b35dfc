"""What people write for a choice: its label, its slug, or one of the words listed in `data/aliases.csv`.

The table's first column names the choice: `worker.education` (model and field), or `bool` for 是/否 columns.
"""

import csv
from functools import lru_cache
from pathlib import Path

from records.text import normalise

TABLE = Path(__file__).parent / "data" / "aliases.csv"


def fold(text):
    """The form in which two spellings of a choice are compared."""
    return normalise(text).replace(" ", "").casefold()


@lru_cache(maxsize=1)
def _table():
    rows = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            rows.setdefault(line["choice"], {})[fold(line["alias"])] = line["value"]
    return rows


def spellings(choice):
    """Folded alias -> slug, as the table has them."""
    return dict(_table().get(choice, {}))


def all_spellings(choice, choices):
    """Everything accepted for a choice field: labels, labels without their bracket, aliases, slugs (later ones win)."""
    bases, accepted = {}, {}
    for value, label in choices:
        bases.setdefault(fold(str(label).partition("(")[0]), set()).add(value)
    accepted |= {base: next(iter(values)) for base, values in bases.items() if len(values) == 1 and base}
    accepted |= spellings(choice)
    accepted |= {fold(str(label)): value for value, label in choices}
    return accepted | {fold(str(value)): value for value, _label in choices}
