"""The catalogue as SQL: measures of the same register become columns of one grouped statement."""

from django.db.models import F

from compliance.headcounts import register
from compliance.measures import HERE, PACKED, Newest

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


class Group:
    """All measures over the rows of one register."""

    def __init__(self, name, register):
        self.name, self.register, self.columns = name, register, {}

    def column(self, aggregate):
        """Equal aggregates share a column."""
        return f"{self.name}.{self.columns.setdefault(aggregate, f'm{len(self.columns)}')}"

    def sql(self):
        rows = self.register.rows.filter(**{f"{self.register.community}__in": HERE})
        grouped = rows.order_by().values(community_key=F(f"{self.register.community}_id"))
        query = grouped.annotate(**{name: aggregate for aggregate, name in self.columns.items()}).query
        statement, parameters = query.sql_with_params()
        names = ", ".join(["community_id", *self.columns.values()])
        return f"{self.name}({names}) AS ({statement})", parameters


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
