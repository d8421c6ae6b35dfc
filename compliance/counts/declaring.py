"""What is counted. Each app declares its lines in a module `statistics`, found at start."""

from collections.abc import Callable
from dataclasses import dataclass

from compliance.measures import ONE, Ratio, Register, Term


@dataclass(frozen=True, eq=False)
class Own(Term):
    """A number that stands in the community's own row."""

    column: str

    def measures(self):
        return ()

    def sql(self, column):
        return f"place.{self.column}::numeric"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the table. `register(on)` and `where(on)` say which rows are counted; `term(on)` what is added up
    where that is not their number. A line without a register counts communities, or adds up their `own` column."""

    slug: str
    title: str
    unit: str
    order: int
    register: Callable[..., Register] | None = None
    where: Callable | None = None
    term: Callable | None = None
    own: str = ""
    is_part: bool = False
    note: str = ""
    scope: str = "all"

    def ratio(self, on):
        """As the engine asks for it."""
        if self.term or self.own:
            return Ratio(self.term(on) if self.term else Own(self.own))
        return Ratio(self.register(on).count(self.where(on))) if self.register else Ratio(ONE)

    def rows(self, on):
        """The rows behind the number; None where these are the communities themselves."""
        return self.register(on).rows.filter(self.where(on)) if self.register else None


_lines: dict[str, Line] = {}


def line(**declared):
    """Declare a line."""
    new = Line(**declared)
    if new.slug in _lines or any(new.order == other.order for other in _lines.values()):
        raise ValueError(f"line {new.order} {new.slug!r} is declared twice")
    _lines[new.slug] = new
    return new


def lines():
    """All lines in the order of the table."""
    return sorted(_lines.values(), key=lambda each: each.order)


def get(slug):
    """None where there is none."""
    return _lines.get(slug)
