"""汇总表: people in office on a day, counted by place and by what was chosen, in one pass over the register."""

import re
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, F, IntegerField, Max, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.choices import WIDTHS, Level, Register
from communities.models import Area, Community, CommunityCode, Nil
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
PERSONAL = ("gender", "born_on", "education", "politics")
EVERYONE = gettext_lazy("全部人员")
COUNTED = """
WITH office AS ({office}), places AS ({places}), codes AS ({codes}), held AS ({held}), counted AS (
    SELECT community_id, {counts} FROM office{joined} GROUP BY community_id)
SELECT left(coalesce(codes.code, places.code), {width}), min(coalesce(codes.name, places.name)), count(*),
       array_agg(places.id) FILTER (WHERE counted.community_id IS NULL), {sums}
FROM places LEFT JOIN codes ON codes.community_id = places.id LEFT JOIN counted ON counted.community_id = places.id
GROUP BY 1 ORDER BY 1
"""
"""People are counted by community first, so that codes are looked up for communities and not for people."""
HELD = " LEFT JOIN (SELECT worker_id, (%s::text[])[rank] AS grade FROM held) graded USING (worker_id)"


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

    @cached_property
    def fields(self):
        """What of a person the chosen columns look at; nothing else is read."""
        asked = " ".join(condition for _group, _header, condition, _params in self.columns)
        return [name for name in PERSONAL if re.search(rf"\b{name}\b", asked)]

    def people(self):
        """One row for each person in office on the day."""
        rows = in_office(self.asked).filter(existing_on(self.asked.on, "community__")).order_by()
        personal = {name: F(f"worker__{name}") for name in self.fields}
        return rows.values("community_id", "worker_id", "staff_kind", **personal)

    def places(self):
        """The communities of the day."""
        here = Community.objects.existing(on=self.asked.on).filter(self.asked.inside("code")).order_by()
        return here.values("id", "code", "name")

    def held(self):
        """The highest certificate of everybody who had one by the day."""
        ranks = [When(grade=grade, then=Value(rank)) for rank, grade in enumerate(LicenceGrade.values, 1)]
        held = Licence.objects.filter(Q(issued_on=None) | Q(issued_on__lte=self.asked.on)).order_by()
        return held.values("worker_id").annotate(rank=Max(Case(*ranks, output_field=IntegerField())))

    def sql(self):
        """The one query, with its parameters."""
        codes = CommunityCode.objects.filter(open_on(self.asked.on)).order_by().values("community_id", "code", "name")
        parts = {"office": self.people(), "places": self.places(), "codes": codes, "held": self.held()}
        parts = {name: query.query.sql_with_params() for name, query in parts.items()}
        conditions = [condition for _group, _header, condition, _params in self.columns]
        graded = any("grade" in one for one in conditions)
        sql = COUNTED.format(
            counts=", ".join(f"count(*) FILTER (WHERE {one}) AS n{place}" for place, one in enumerate(conditions)),
            sums=", ".join(f"coalesce(sum(n{place}), 0)::integer" for place in range(len(conditions))),
            width=WIDTHS[self.choice.level],
            joined=HELD if graded else "",
            **{name: part for name, (part, _params) in parts.items()},
        )
        given = [value for _sql, params in parts.values() for value in params]
        asked = [value for _g, _h, _c, values in self.columns for value in values]
        return sql, [*given, *asked, *([LicenceGrade.values] if graded else [])]

    @cached_property
    def lines(self):
        names = self._names()
        try:
            sql, params = self.sql()
        except EmptyResultSet:  # nothing within reach
            return []
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            rows = cursor.fetchall()
        known = self._known([pk for _code, _name, _all, empty, *_counts in rows for pk in empty or ()])
        return [self._line(row, names, known) for row in rows]

    @staticmethod
    def _line(row, names, known):
        code, name, communities, empty, *counts = row
        unknown = sum(pk not in known for pk in empty or ())
        name = names.get(code, code) if names else name
        shown = tuple(counts) if communities > unknown else None
        return Line(code=code, name=name, communities=communities, known=communities - unknown, counts=shown)

    def _known(self, empty):
        """Of communities without anybody in office: those that had somebody before, or say that they have nobody."""
        before = Spell.objects.filter(begun_by(self.asked.on), community__in=empty).order_by()
        said = Nil.objects.filter(begun_by(self.asked.on), community__in=empty, register=Register.STAFFING)
        return {*before.values_list("community_id", flat=True), *said.values_list("community_id", flat=True)}

    def _names(self):
        """What areas are called; communities bring their names of the day along."""
        if self.choice.level == Level.COMMUNITY:
            return {}
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
