"""The numbers of all lines on one day in one statement, place by place and by kind of body."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.db import transaction
from django.db.models.expressions import RawSQL

from communities.choices import Kind, Level
from compliance.counts.declaring import lines
from compliance.engine.compiling import Compiler
from compliance.engine.rows import bounded
from compliance.engine.tables import clear, fetch, run

PLACES = """
SELECT community.id AS community_id, community.groups, coalesce(held.code, community.code) AS code,
       coalesce(held.name, community.name) AS name, coalesce(held.kind, community.kind) AS kind,
       CASE WHEN community.urban_rural LIKE '1%%' OR (community.urban_rural = ''
                 AND coalesce(held.kind, community.kind) = 'residents') THEN 'urban' ELSE 'rural' END AS scope
FROM communities_community community
LEFT JOIN communities_communitycode held ON held.community_id = community.id
     AND (held.started_on IS NULL OR held.started_on <= %s) AND (held.ended_on IS NULL OR held.ended_on > %s)
WHERE community.id IN (SELECT id FROM communities_community WHERE code LIKE %s
                       UNION SELECT community_id FROM communities_communitycode WHERE code LIKE %s)
  AND (community.established_on IS NULL OR community.established_on <= %s)
  AND (community.abolished_on IS NULL OR community.abolished_on > %s)
  AND starts_with(coalesce(held.code, community.code), %s)
"""
# A table of its own, so that the planner knows how many there are before it joins the registers.
LISTED = f"CREATE TEMP TABLE report_row ON COMMIT DROP AS {PLACES}"
COUNTED = """
WITH {tables},
wide AS MATERIALIZED (SELECT place.code, place.name, place.kind, {columns} FROM report_row place {joins})
SELECT left(code, %s), kind, count(*), min(name), {sums} FROM wide GROUP BY 1, 2 ORDER BY 1, 2
"""
DAYS = 64


@dataclass(frozen=True)
class Count:
    """A number, or None where nobody has registered anything; from how many of how many communities it comes. Where
    there are no communities there is nothing to register: that is zero."""

    value: object
    known: int
    asked: int

    def less(self, other):
        """The change since another day; unknown where either is."""
        return None if None in (self.value, other.value) else self.value - other.value


def places(area, on):
    """(SQL, parameters) of the communities inside the area as of the day."""
    return PLACES, [on, on, f"{area}%", f"{area}%", on, on, area]


def inside(area, on, kind=""):
    """For a filter: the communities inside the area as of the day, of one kind or of both."""
    sql, parameters = places(area, on)
    chosen = f"SELECT community_id FROM ({sql}) place WHERE kind LIKE %s"
    return RawSQL(chosen, [*parameters, kind or "%"])


@lru_cache(maxsize=DAYS)
def counted(on):
    """(SQL, parameters) of all lines on a day but for the last parameter, how much of a code says the place. It is
    written once in a process: that takes as long as counting a county does."""
    compiler = Compiler(lines(), on)
    tables, own = compiler.tables()
    each = range(1, len(lines()) + 1)
    sums = ", ".join(f"sum(numerators[{place}]), count(numerators[{place}])" for place in each)
    statement = COUNTED.format(tables=tables, columns=compiler.wide(), joins=compiler.joins(), sums=sums)
    return statement, tuple(own)


class Counts:
    """All lines inside an area as of one day."""

    def __init__(self, area, on, level):
        self.area, self.on, self.level = area, on, level

    @cached_property
    @transaction.atomic
    def rows(self):
        """[(place, kind, communities, name, …sum and known of each line)]"""
        clear(("report_row",))
        run(LISTED, places(self.area, self.on)[1])
        run("ANALYZE report_row")
        statement, own = counted(self.on)
        return fetch(statement, [*bounded(own), Level(self.level).width])

    @property
    def communities(self):
        return sum(row[2] for row in self.rows)

    def count(self, place, kind="", code=""):
        """Of one line (by its place in the table), of one kind of body, of one place inside."""
        chosen = [row for row in self.rows if (not kind or row[1] == kind) and (not code or row[0] == code)]
        at = 4 + 2 * place
        values = [row[at] for row in chosen if row[at] is not None]
        known, asked = (sum(row[column] for row in chosen) for column in (at + 1, 2))
        return Count(sum(values) if values or not asked else None, known, asked)

    @property
    def codes(self):
        """Places inside, by code: {code: name of the community itself}."""
        return {row[0]: row[3] for row in self.rows}


def table(counts, before):
    """[(line, total, of residents' committees, of villagers' committees, total before, change)]"""
    found = []
    for place, line in enumerate(lines()):
        total, earlier = counts.count(place), before.count(place)
        kinds = [counts.count(place, kind) for kind in Kind]
        found.append((line, total, *kinds, earlier, total.less(earlier)))
    return found
