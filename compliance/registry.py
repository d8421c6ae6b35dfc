"""The catalogue of indicators. Each is declared once, beside the register it measures; everything else iterates here:
reports, pages, exports, standards, tests."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext_lazy as _

SCOPES = ("all", "urban", "residents")


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A number with a published basis. It knows no limits: those are `Standard` rows.

    `number` is its place in the catalogue, `scope` the communities it concerns, `area_base` the figure of an area that
    replaces the sum of denominators above communities, `area_count` the one that replaces the sum of numerators where
    both are known. `gap` says in what a shortfall is counted, if it is counted at
    all; `personnel` that the ratio tells something about few people where few work, `by_term` that it changes with
    elections and is compared with the term before. `formula` is the definition in words; `rows(on, community)` lists
    what was counted and what was not, with reasons.
    """

    number: int
    slug: str
    title: str
    unit: str
    formula: str
    ratio: Callable
    rows: Callable
    per: int = 1
    scope: str = "all"
    area_base: str = ""
    area_count: str = ""
    gap: str = ""
    personnel: bool = False
    by_term: bool = False
    sources: tuple[str, ...] = field(default=())

    def __post_init__(self):
        if self.scope not in SCOPES:
            raise ValueError(f"{self.slug}: unknown scope {self.scope!r}")

    @cached_property
    def is_share(self):
        """Whether it is shown with two places and changes by points. Asked of thousands of figures a page."""
        return self.unit == "%"


GAPS = {"people": 1, "kinds": 1, "area": 100, "money": 100}
"""In what a shortfall is counted, and into how many parts a unit is divided when it is rounded up."""
GAP_UNITS = {"people": _("人"), "kinds": _("类"), "area": _("㎡"), "money": _("元")}

_indicators: dict[str, Indicator] = {}


def indicator(**declared):
    """Declare the function below, `(on) -> Ratio`, as an indicator."""

    def register(ratio):
        new = Indicator(ratio=ratio, **declared)
        if new.slug in _indicators or any(new.number == other.number for other in _indicators.values()):
            raise ValueError(f"indicator {new.number} {new.slug!r} is declared twice")
        _indicators[new.slug] = new
        return ratio

    return register


def indicators():
    """All indicators in the order of the catalogue."""
    return sorted(_indicators.values(), key=lambda each: each.number)


def get(slug):
    """The indicator of that name; KeyError when none is declared."""
    return _indicators[slug]


def choices():
    """For fields and sheets: slug and title."""
    return [(each.slug, each.title) for each in indicators()]
