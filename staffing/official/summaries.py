"""汇总表: people in office on a day, counted by place and by what was chosen.

A page shows few of many lines: only these are counted line by line, all together in one pass over the register."""

import re
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, Exists, F, IntegerField, Max, OuterRef, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.choices import WIDTHS, Level, Register
from communities.models import Area, Community, CommunityCode, Nil
from communities.official.declaring import Asked
from communities.places import street_of
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
PLACES = """
WITH places AS ({places}), codes AS ({codes})
SELECT left(coalesce(codes.code, places.code), {width}), min(coalesce(codes.name, places.name)),
       array_agg(places.id), count(*) FILTER (WHERE places.known)
FROM places LEFT JOIN codes ON codes.community_id = places.id GROUP BY 1 ORDER BY 1
"""
COUNTED = """
WITH office AS ({office}), held AS ({held}), counted AS (
    SELECT community_id, {counts} FROM office{joined} GROUP BY community_id)
SELECT line, {sums}
FROM counted JOIN unnest(%s::bigint[], %s::integer[]) place (community_id, line) USING (community_id) GROUP BY line
"""
"""People are counted by community first, so that lines are looked up for communities and not for people."""
TOTAL = "WITH office AS ({office}), held AS ({held}) SELECT {counts} FROM office{joined}"
HELD = " LEFT JOIN (SELECT worker_id, (%s::text[])[rank] AS grade FROM held) graded USING (worker_id)"


@dataclass(frozen=True)
class Place:
    """What a line is about: the communities there, and how many of them have ever registered anybody, or nobody."""

    code: str
    name: str
    ids: list
    known: int

    @property
    def communities(self):
        return len(self.ids)


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
    """The table: `columns` in groups, `places` in the order of codes, `lines_of` some of them, and the total of all."""

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

    def people(self, communities=None):
        """One row for each person in office on the day; `communities`: in these alone."""
        rows = in_office(self.asked).filter(existing_on(self.asked.on, "community__")).order_by()
        rows = rows if communities is None else rows.filter(community__in=communities)
        personal = {name: F(f"worker__{name}") for name in self.fields}
        return rows.values("community_id", "worker_id", "staff_kind", **personal)

    def held(self):
        """The highest certificate of everybody who had one by the day."""
        ranks = [When(grade=grade, then=Value(rank)) for rank, grade in enumerate(LicenceGrade.values, 1)]
        held = Licence.objects.filter(Q(issued_on=None) | Q(issued_on__lte=self.asked.on)).order_by()
        return held.values("worker_id").annotate(rank=Max(Case(*ranks, output_field=IntegerField())))

    def count(self, statement, *places, communities=None):
        """The rows of COUNTED, whose last parameters are `places`, or of TOTAL."""
        parts = {"office": self.people(communities), "held": self.held()}
        parts = {name: query.query.sql_with_params() for name, query in parts.items()}
        conditions = [condition for _group, _header, condition, _params in self.columns]
        graded = any("grade" in one for one in conditions)
        sql = statement.format(
            counts=", ".join(f"count(*) FILTER (WHERE {one}) AS n{at}" for at, one in enumerate(conditions)),
            sums=", ".join(f"sum(n{at})::integer" for at in range(len(conditions))),
            joined=HELD if graded else "",
            **{name: part for name, (part, _params) in parts.items()},
        )
        given = [value for _sql, params in parts.values() for value in params]
        asked = [value for _g, _h, _c, values in self.columns for value in values]
        with connection.cursor() as cursor:
            cursor.execute(sql, [*given, *asked, *([LicenceGrade.values] if graded else []), *places])
            return cursor.fetchall()

    @cached_property
    def places(self):
        """Every line's place, without its figures."""
        begun = Spell.objects.filter(begun_by(self.asked.on), community=OuterRef("pk"))
        nobody = Nil.objects.filter(begun_by(self.asked.on), community=OuterRef("pk"), register=Register.STAFFING)
        here = Community.objects.existing(on=self.asked.on).filter(self.asked.inside("code")).order_by()
        here = here.annotate(known=Exists(begun) | Exists(nobody)).values("id", "code", "name", "known")
        codes = CommunityCode.objects.filter(open_on(self.asked.on)).order_by().values("community_id", "code", "name")
        try:
            (places, given), (codes, asked) = here.query.sql_with_params(), codes.query.sql_with_params()
        except EmptyResultSet:  # nothing within reach
            return []
        sql = PLACES.format(places=places, codes=codes, width=WIDTHS[self.choice.level])
        with connection.cursor() as cursor:
            cursor.execute(sql, [*given, *asked])
            rows = cursor.fetchall()
        names = self._names()
        return [Place(code, names.get(code, code) if names else name, ids, known) for code, name, ids, known in rows]

    @cached_property
    def lines(self):
        return self._counted(self.places) if self.places else []

    def lines_of(self, places):
        """These of the places with their figures."""
        if len(places) == len(self.places):
            return self.lines
        return self._counted(places, communities=[pk for place in places for pk in place.ids])

    def _counted(self, places, *, communities=None):
        ids = [pk for place in places for pk in place.ids]
        numbers = [number for number, place in enumerate(places) for _pk in place.ids]
        rows = self.count(COUNTED, ids, numbers, communities=communities)
        counted = {number: tuple(counts) for number, *counts in rows}
        nobody = (0,) * len(self.columns)
        return [
            Line(
                code=place.code,
                name=place.name,
                communities=place.communities,
                known=place.known,
                counts=counted.get(number, nobody) if place.known else None,
            )
            for number, place in enumerate(places)
        ]

    def _names(self):
        """What areas are called; communities bring their names of the day along."""
        if self.choice.level == Level.COMMUNITY:
            return {}
        inside = Area.objects.filter(level=self.choice.level, code__startswith=street_of(self.asked.area))
        return dict(inside.values_list("code", "name"))

    @cached_property
    def total(self):
        """Of all lines, whether or not they are asked for."""
        if "lines" in self.__dict__ or not self.places:  # counted already, or nothing to count
            counted = [line.counts for line in self.lines if line.counts is not None]
            return tuple(map(sum, zip(*counted, strict=True))) if counted else (0,) * len(self.columns)
        return self.count(TOTAL)[0]

    @property
    def communities(self):
        return sum(place.communities for place in self.places)

    @property
    def known(self):
        return sum(place.known for place in self.places)

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
