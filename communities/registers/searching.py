"""Finding rows by what a clerk has in hand: a name, its pinyin or initials, a code, the tail of a phone number."""

from functools import reduce
from operator import or_

from django.db.models import Q

from records.crypto import blind
from records.text import normalise

SHORTEST_CODE = 4


def search_rows(rows, text, lookups):
    """Rows for which one of the look-ups fits. `…_index` look-ups compare digests: `@4` of the last four digits."""
    text = normalise(text)
    conditions = [one for lookup in lookups if (one := _condition(lookup, text)) is not None]
    return rows.filter(reduce(or_, conditions)) if text and conditions else rows.none()


def _condition(lookup, text):
    if "_index" in lookup:
        return _by_digest(lookup, text)
    if "pinyin" in lookup or "initials" in lookup:
        return Q(**{lookup: text.lower().replace(" ", "")}) if text.isascii() and text[0].isalpha() else None
    if lookup.startswith("worker__name") and text.isascii():
        return None  # names of people are Chinese; their pinyin has an index
    if "code" in lookup or "_no__" in lookup or lookup.startswith("area__"):
        return Q(**{lookup: text}) if text.isdigit() and len(text) >= SHORTEST_CODE else None
    return None if text.isdigit() and len(text) < SHORTEST_CODE else Q(**{lookup: text})


def _by_digest(lookup, text):
    name, _at, tail = lookup.partition("@")
    size = int(tail) if tail else None
    text = text.upper()
    fits = len(text) == size if size else len(text) > SHORTEST_CODE
    return Q(**{name: blind(text, size)}) if fits and text.rstrip("X").isdigit() else None
