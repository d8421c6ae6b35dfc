"""The catalogue as SQL: measures of the same register become columns of one grouped statement."""

from django.db import DEFAULT_DB_ALIAS
from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.db.models.expressions import RawSQL
from django.db.models.sql import Query

from compliance.headcounts import register
from compliance.measures import PACKED, Newest, here

BASES = {
    "households": "households",
    "occupied": "occupied_households",
    "residents": "residents",
    "registered": "registered",
}
SCOPES = {"all": "TRUE", "urban": "place.scope = 'urban'", "residents": "place.kind = 'residents'"}

NIL = """
nil AS (
    SELECT community_id, bool_or(register = 'staffing') AS staffing, bool_or(register = 'facilities') AS facilities,
           bool_or(register = 'funds') AS funds, bool_or(register = 'grids') AS grids,
           bool_or(register = 'compounds') AS compounds, bool_or(register = 'teams') AS teams
    FROM communities_nil WHERE started_on <= %s GROUP BY community_id
)"""


class Told:
    """What aggregates ask of a row, each thing once: thirty indicators repeat the same few conditions.

    What is reckoned with them is reckoned above, where an aggregate's filter comes first: for the rows that count only.
    """

    def __init__(self, query):
        self.columns, self._query = {}, query

    def _column(self, expression):
        return self.columns.setdefault(expression, f"told{len(self.columns)}")

    def over(self, expression):
        """The same expression over these columns."""
        if expression is None:
            return None
        if isinstance(expression, F):
            return RawSQL(self._column(expression), (), expression.resolve_expression(self._query).output_field)
        if isinstance(expression, Q | tuple):
            names = [self._column(ExpressionWrapper(each, BooleanField())) for each in conditions(expression)]
            return RawSQL(" AND ".join(names), (), BooleanField())
        over = expression.copy()
        over.set_source_expressions([self.over(each) for each in expression.get_source_expressions()])
        return over


def conditions(condition):
    """What must be true together."""
    if isinstance(condition, tuple):
        return [Q(condition)]
    if not isinstance(condition, Q) or condition.negated or condition.connector != Q.AND:
        return [condition]
    return [one for each in condition.children for one in conditions(each)]


class Group:
    """All measures over the rows of one register."""

    def __init__(self, name, register):
        self.name, self.register, self.columns = name, register, {}

    def column(self, aggregate):
        """Equal aggregates share a column."""
        return f"{self.name}.{self.columns.setdefault(aggregate, f'm{len(self.columns)}')}"

    def sql(self):
        """Conditions are worked out row by row below the aggregates, which only count what is true."""
        query = Query(self.register.rows.model)
        told = Told(query)
        compiler = query.get_compiler(DEFAULT_DB_ALIAS)
        made = [compiler.compile(told.over(each).resolve_expression(query)) for each in self.columns]
        rows = self.register.rows.filter(here(self.register.community)).order_by()
        asked = {name: expression for expression, name in told.columns.items()}
        below, parameters = rows.values(
            community_key=F(f"{self.register.community}_id"), **asked
        ).query.sql_with_params()
        names = ", ".join(["community_id", *self.columns.values()])
        columns = ", ".join(["community_key", *(sql for sql, _parameters in made)])
        statement = f"SELECT {columns} FROM ({below} OFFSET 0) told GROUP BY community_key"
        return f"{self.name}({names}) AS ({statement})", [*(one for _sql, own in made for one in own), *parameters]


class Compiler:
    """Turns the ratios of all indicators into one wide row per community."""

    def __init__(self, indicators, on):
        self.indicators, self.on, self.groups = indicators, on, {}
        self.ratios = [each.ratio(on) for each in indicators]
        heads = register(on)
        self.bases = {name: self.column(heads.of(Newest(field))) for name, field in BASES.items()}
        self.numerators = [ratio.numerator.sql(self.column) for ratio in self.ratios]
        self.denominators = [ratio.denominator.sql(self.column) for ratio in self.ratios]
        self.notes = [ratio.denominator.note(self.column) for ratio in self.ratios]
        self.numerator_notes = [ratio.numerator.note(self.column) for ratio in self.ratios]

    def column(self, measure):
        key = measure.register.key
        if key not in self.groups:
            self.groups[key] = Group(f"g{len(self.groups)}", measure.register)
        return self.groups[key].column(measure.aggregate)

    def tables(self):
        """The common table expressions, with their parameters in order."""
        parts, parameters = [], []
        for group in self.groups.values():
            statement, own = group.sql()
            parts.append(statement)
            parameters += own
        return ",\n".join([*parts, NIL]), [*parameters, self.on]

    def joins(self):
        names = [*(group.name for group in self.groups.values()), "nil"]
        return "\n".join(f"LEFT JOIN {name} ON {name}.community_id = place.community_id" for name in names)

    def wide(self):
        """Columns of the wide row: arrays in the order of the catalogue."""
        bases = [f"{column} & {PACKED - 1} AS {name}" for name, column in self.bases.items()]
        insides = [SCOPES[each.scope] for each in self.indicators]
        notes = [f"{left} || {right}" for left, right in zip(self.numerator_notes, self.notes, strict=True)]
        arrays = {
            "insides": (insides, "boolean"),
            "numerators": (self.numerators, "numeric"),
            "denominators": (self.denominators, "numeric"),
            "notes": (notes, "text"),
        }
        named = [f"ARRAY[{', '.join(items)}]::{kind}[] AS {name}" for name, (items, kind) in arrays.items()]
        return ",\n".join([*bases, *named])
