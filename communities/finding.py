"""What residents look for: a community, a place, a service. Each app declares what it finds in a module `finders`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

from records.text import normalise

LONGEST = 40
MOST = 20
"""So many of one kind are shown; who looks for more writes more."""
INDEXED = 3
"""So many letters make a trigram."""


@dataclass(frozen=True)
class Words:
    """What somebody typed: the text, and where it is Latin letters only, the same as pinyin without blanks."""

    text: str
    latin: str

    @classmethod
    def of(cls, typed):
        text = normalise(typed.replace("\x00", ""))[:LONGEST]
        plain = text.replace(" ", "").replace("'", "").lower()
        return cls(text, plain if plain.isascii() and plain.isalpha() else "")

    def __bool__(self):
        return len(self.text) > 1 or (bool(self.text) and not self.text.isascii())

    def within(self, *fields, whole="", pinyin="", initials=""):
        """Rows that have the words in one of the fields, or whose reading begins with or contains them.

        `whole`: all the fields in capitals (`in_capitals`); its index finds three letters and more. Fewer are looked
        for in each row, as they are and in capitals: that takes a third of the time of making capitals of the rows.
        """
        if whole and len(self.text) >= INDEXED:
            found = Q(**{f"{whole}__contains": self.text.upper()})
        else:
            said = {self.text, self.text.upper()}
            found = Q(*((f"{field}__contains", text) for field in fields for text in said), _connector=Q.OR)
        if self.latin and pinyin:
            found |= Q(**{f"{pinyin}__contains": self.latin}) | Q(**{f"{initials}__startswith": self.latin})
        return found


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One thing found: where it is, and in a line what it is."""

    title: str
    url: str
    place: str = ""
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Finder:
    """One kind of things that are found."""

    slug: str
    title: str
    order: int
    find: Callable


_finders: dict[str, Finder] = {}


def finder(slug, *, title, order):
    """Declare the function below: (`Words`, limit) → [`Hit`], best first."""

    def register(function):
        if slug in _finders:
            raise ValueError(f"two finders called {slug!r}")
        _finders[slug] = Finder(slug=slug, title=title, order=order, find=function)
        return function

    return register


def find(words):
    """[(finder, hits, whether there are more)] of what was found; one more than shown is asked for, to tell."""
    found = []
    for each in sorted(_finders.values(), key=lambda one: one.order):
        hits = each.find(words, MOST + 1)
        if hits:
            found.append((each, hits[:MOST], len(hits) > MOST))
    return found
