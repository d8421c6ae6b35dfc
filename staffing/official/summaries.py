"""汇总表: people in office on a day, counted by place and by what was chosen, in one pass over the register."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.db import connection
from django.db.models import Case, F, IntegerField, Max, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.choices import WIDTHS, Level, Register
from communities.models import Area, CommunityCode, Nil
from communities.official.declaring import Asked
from communities.querysets import existing_on
from records.periods import begun_by, open_on
from sheets.official import Column
from staffing.choices import LicenceGrade, StaffKind
from staffing.models import Licence, Spell
from staffing.official.dimensions import DIMENSIONS
from staffing.official_tables import in_office

LEVELS = (Level.COMMUNITY, Level.STREET, Level.COUNTY)
MOST_COLUMNS = 150
EVERYONE = gettext_lazy("全部人员")
COUNTED = """
WITH office AS ({office}), codes AS ({codes}), held AS ({held}), people AS MATERIALIZED (
    SELECT coalesce(codes.code, office.code) AS place, (%s::text[])[held.rank] AS grade,
           staff_kind, gender, born_on, education, politics
    FROM office LEFT JOIN codes USING (community_id) LEFT JOIN held USING (worker_id))
SELECT left(place, {width}), {counts} FROM people GROUP BY 1
"""


@dataclass(frozen=True)
class Line:
    """One place. `counts` is None where nobody has registered anything there: unknown, not zero."""

    code: str
    name: str
    communities: int
    known: int
    counts: tuple | None


@dataclass(frozen=True)
class Choice:
    """What an account has chosen: the level of the rows, kinds of staff (none: everybody together), dimensions."""

    level: Level
    kinds: tuple = ()
    dimensions: tuple = ()

    @property
    def as_json(self):
        return {"level": self.level, "kinds": list(self.kinds), "dimensions": list(self.dimensions)}


class Summary:
    """The table: `columns` in groups, `lines` in the order of codes, and the total of the lines."""

    def __init__(self, asked: Asked, choice: Choice):
        self.asked, self.choice = asked, choice

    @cached_property
    def columns(self):
        """[(group, header, condition, parameters)]"""
        chosen = [dimension for dimension in DIMENSIONS if dimension.slug in self.choice.dimensions]
        found = []
        for kind in self.choice.kinds or ("",):
            group, condition = (StaffKind(kind).label, "staff_kind = %s") if kind else (EVERYONE, "true")
            params = (kind,) if kind else ()
            found.append((group, _("合计"), condition, params))
            found += [
                (group, value.header, f"{condition} AND ({value.condition})", (*params, *value.params))
                for dimension in chosen
                for value in dimension.values(self.asked.on)
            ]
        return found

    @property
    def is_too_wide(self):
        return len(self.columns) > MOST_COLUMNS

    def people(self):
        """One row for each person in office on the day."""
        rows = in_office(self.asked).filter(existing_on(self.asked.on, "community__")).order_by()
        personal = {name: F(f"worker__{name}") for name in ("gender", "born_on", "education", "politics")}
        return rows.annotate(code=F("community__code"), **personal).values(
            "community_id", "worker_id", "staff_kind", "code", *personal
        )

    def parts(self):
        """What the count is put together from: people, codes of the day, highest certificates by the day."""
        by_then = Q(issued_on=None) | Q(issued_on__lte=self.asked.on)
        ranks = [When(grade=grade, then=Value(rank)) for rank, grade in enumerate(LicenceGrade.values, 1)]
        held = Licence.objects.filter(by_then).order_by().values("worker_id")
        return {
            "office": self.people(),
            "codes": CommunityCode.objects.filter(open_on(self.asked.on)).order_by().values("community_id", "code"),
            "held": held.annotate(rank=Max(Case(*ranks, output_field=IntegerField()))),
        }

    @cached_property
    def counts(self):
        """{code: counts in the order of the columns}"""
        parts = {name: query.query.sql_with_params() for name, query in self.parts().items()}
        counts = ", ".join(f"count(*) FILTER (WHERE {condition})" for _g, _h, condition, _p in self.columns)
        given = [value for _sql, params in parts.values() for value in params]
        asked = [value for _g, _h, _c, values in self.columns for value in values]
        queries = {name: sql for name, (sql, _params) in parts.items()}
        counted = COUNTED.format(width=WIDTHS[self.choice.level], counts=counts, **queries)
        with connection.cursor() as cursor:
            cursor.execute(counted, [*given, LicenceGrade.values, *asked])
            return {code: tuple(numbers) for code, *numbers in cursor.fetchall()}

    @cached_property
    def lines(self):
        width = WIDTHS[self.choice.level]
        communities = Counter(code[:width] for code, _name in self.asked.places.values())
        known = Counter(self.asked.code(pk)[:width] for pk in self._known())
        names, nobody = self._names(), (0,) * len(self.columns)
        return [
            Line(
                code=code,
                name=names.get(code, code),
                communities=communities[code],
                known=known[code],
                counts=self.counts.get(code, nobody) if known[code] else None,
            )
            for code in sorted(communities)
        ]

    def _known(self):
        """Communities that have ever registered anybody by the day, or have said that they have nobody."""
        spells = Spell.objects.filter(begun_by(self.asked.on), self.asked.inside("community__code"))
        nil = Nil.objects.filter(begun_by(self.asked.on), self.asked.inside("community__code"))
        said = nil.filter(register=Register.STAFFING).values_list("community_id", flat=True)
        known = spells.order_by().values_list("community_id", flat=True).union(said)
        return [pk for pk in known if pk in self.asked.places]

    def _names(self):
        if self.choice.level == Level.COMMUNITY:
            return dict(self.asked.places.values())
        inside = Area.objects.filter(level=self.choice.level, code__startswith=self.asked.area[:9])
        return dict(inside.values_list("code", "name"))

    @cached_property
    def total(self):
        """Added up from the lines."""
        counted = [line.counts for line in self.lines if line.counts is not None]
        return tuple(map(sum, zip(*counted, strict=True))) if counted else (0,) * len(self.columns)

    @property
    def communities(self):
        return sum(line.communities for line in self.lines)

    @property
    def known(self):
        return sum(line.known for line in self.lines)

    # -- as a workbook ------------------------------------------------------------------------------------------
    def sheet_columns(self):
        head = [Column(_("区划编码"), 15), Column(_("名称"), 24), Column(_("社区数"), 8, "whole", total=True)]
        head.append(Column(_("有数据"), 8, "whole", total=True))
        counted = [
            Column(str(header), 9, "whole", total=True, group=str(group)) for group, header, _c, _p in self.columns
        ]
        return [*head, *counted]

    def sheet_rows(self):
        blank = (None,) * len(self.columns)
        for line in self.lines:
            yield [line.code, line.name, line.communities, line.known, *(blank if line.counts is None else line.counts)]
