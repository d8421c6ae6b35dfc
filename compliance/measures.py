"""What indicators are made of: numbers per community that one grouped statement per register can deliver together.

A measure names the rows of a register that had begun by the day and an aggregate over them. A community without such
rows has not filled in the register: its number is unknown, or zero where it has declared that it has none (`nil`).
"""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from django.db.models import Aggregate, BigIntegerField, Case, Count, Func, Max, Q, QuerySet, Sum, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

PACKED = 4294967296
"""A head count and its day travel as one number, day × 2³² + count, so that the newest is the greatest."""


HERE = RawSQL("(SELECT community_id FROM report_row WHERE community_id IS NOT NULL)", ())
"""The communities that are being measured: a measure that looks things up beside its register does so for them only,
or it would read the whole of the other register for every part of a large report."""


class Bound(Enum):
    """Stands among the parameters of a query for the number of a community; `compliance.engine.rows` fills it in."""

    LOWEST = "min"
    HIGHEST = "max"


def here(community="community"):
    """The condition that a row is about one of the communities that are being measured.

    Their lowest and highest numbers are named as well, as figures: from its statistics the planner then knows whether
    they lie together, where a range of an index is enough, or apart, where each must be looked up.
    """
    lowest, highest = (RawSQL("%s", (bound,)) for bound in Bound)
    return Q(**{f"{community}__in": HERE, f"{community}__gte": lowest, f"{community}__lte": highest})


GATHERED = {}
"""Tables that are made once before anything is measured, one after the other: name → a function of the day that gives a
query over what is `here` or over the tables before. Several measures then ask a small table, not a large register."""


class Term:
    """A number of a community, or unknown (NULL)."""

    def __sub__(self, other):
        return Difference(self, other)

    def measures(self):
        """The measures it is computed from."""
        raise NotImplementedError

    def sql(self, column):
        """The SQL of the number; `column(measure)` is where a measure's own column stands."""
        raise NotImplementedError

    def note(self, column):
        """The SQL of what is to be said beside the number, blank as a rule."""
        return "''"


class One(Term):
    """The denominator of what is simply counted."""

    def measures(self):
        return ()

    def sql(self, column):
        return "1::numeric"


ONE = One()


@dataclass(frozen=True, eq=False)
class Register:
    """The rows of a register that had begun by the day; ended ones included, for they too show that it is kept."""

    rows: QuerySet
    nil: str = ""
    community: str = "community"

    @cached_property
    def key(self):
        return (self.rows.model, str(self.rows.query), self.community)

    def count(self, where=None):
        return Measure(self, Count("pk", filter=where))

    def total(self, expression, where=None):
        """The sum over those rows; 0 when there are none."""
        return Measure(
            self, Coalesce(Sum(expression, filter=where), Value(0), output_field=Sum(expression).output_field)
        )

    def of(self, expression):
        return Measure(self, expression)


@dataclass(frozen=True, eq=False)
class Measure(Term):
    """An aggregate over the rows of a register, per community."""

    register: Register
    aggregate: Aggregate

    def measures(self):
        return (self,)

    def sql(self, column):
        own = column(self)
        if not self.register.nil:
            return own
        group = own.split(".")[0]
        nil = f"CASE WHEN nil.{self.register.nil} THEN 0 END"
        return f"CASE WHEN {group}.community_id IS NULL THEN {nil} ELSE {own} END"


@dataclass(frozen=True, eq=False)
class Difference(Term):
    """One number less another, unknown when either is."""

    left: Term
    right: Term

    def measures(self):
        return (*self.left.measures(), *self.right.measures())

    def sql(self, column):
        return f"({self.left.sql(column)}) - ({self.right.sql(column)})"


@dataclass(frozen=True, eq=False)
class Either(Term):
    """Two registers of the same thing taken together; unknown only where both are."""

    left: Term
    right: Term

    def measures(self):
        return (*self.left.measures(), *self.right.measures())

    def sql(self, column):
        left, right = self.left.sql(column), self.right.sql(column)
        return f"coalesce(({left}) + ({right}), {left}, {right})"


@dataclass(frozen=True, eq=False)
class Among(Term):
    """How many of the rows another number counts; 0 where there are none of them, unknown where that number is."""

    part: Term
    whole: Term

    def measures(self):
        return (*self.part.measures(), *self.whole.measures())

    def sql(self, column):
        return f"CASE WHEN ({self.whole.sql(column)}) IS NOT NULL THEN coalesce({self.part.sql(column)}, 0) END"


class Newest(Max):
    """The newest non-blank value of a column, packed together with its day."""

    def __init__(self, field, **extra):
        super().__init__(Packed("on", field), **extra)


class Packed(Func):
    template = "((%(expressions)s)"
    arg_joiner = f" - DATE '0001-01-01')::bigint * {PACKED} + "
    output_field = BigIntegerField()


class Choice(Term):
    """The first of several head counts that is known; a note tells when it is not the first or is old."""

    def __init__(self, measures, notes, stale_before):
        self._measures, self._notes = tuple(measures), tuple(notes)
        self._stale = f"(DATE '{stale_before.isoformat()}' - DATE '0001-01-01')"

    def measures(self):
        return self._measures

    def _packed(self, column):
        return f"COALESCE({', '.join(column(measure) for measure in self._measures)})"

    def sql(self, column):
        return f"({self._packed(column)} & {PACKED - 1})"

    def note(self, column):
        notes = zip(self._measures, self._notes, strict=True)
        cases = " ".join(f"WHEN {column(measure)} IS NOT NULL THEN '{note}'" for measure, note in notes)
        stale = f"CASE WHEN ({self._packed(column)} >> 32) < {self._stale} THEN ' stale' ELSE '' END"
        return f"CASE {cases} ELSE '' END || {stale}"


@dataclass(frozen=True)
class Ratio:
    """What an indicator yields: a numerator and a denominator per community."""

    numerator: Term
    denominator: Term = ONE

    def terms(self):
        return (self.numerator, self.denominator)


def unless(missing, expression):
    """The aggregate, or unknown when any row meets `missing`."""
    return Case(When(Exact(Count("pk", filter=missing), 0), then=expression), default=None)


def one_if(condition):
    """1 when any row meets the condition, else 0."""
    return Case(When(Exact(Count("pk", filter=condition), 0), then=Value(0)), default=Value(1))


def one_or_unknown(condition):
    """1 when any row meets the condition, else unknown."""
    return unless_none(condition, Value(1))


def unless_none(condition, expression):
    """The aggregate, or unknown when no row meets the condition."""
    return Case(When(Exact(Count("pk", filter=condition), 0), then=None), default=expression)


def distinct_kinds(field, kinds, where):
    """How many of the kinds occur among the rows."""
    found = [one_if(Q(**{field: kind}) & where) for kind in kinds]
    return sum(found[1:], found[0])
