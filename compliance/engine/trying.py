"""What would change if a draft judged: every community and area measured, judged as it is and as it would be."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from compliance import registry
from compliance.engine.figures import compute, judge
from compliance.engine.tables import fetch, run

JUDGED = """
SELECT row.level, row.code, row.name, row.kind, figure.value, figure.low, figure.high, figure.verdict, figure.shortfall
FROM report_figure figure JOIN report_row row ON row.id = figure.row_id
UNION ALL
SELECT row.level, row.code, row.name, row.kind, figure.value, figure.low, figure.high, figure.verdict, figure.due
FROM report_area_figure figure JOIN report_row row ON row.id = figure.row_id
"""
# Judged as things are, put aside before the same figures are judged by the draft.
KEEP = f"CREATE TEMP TABLE tried_before ON COMMIT DROP AS {JUDGED}"
BOTH = f"""
CREATE TEMP TABLE tried_both ON COMMIT DROP AS
SELECT before.level, before.code, after.name, after.kind, after.value, after.low, after.high,
       before.verdict AS was, after.verdict AS would, before.shortfall AS gap_was, after.shortfall AS gap_would
FROM tried_before before JOIN ({JUDGED}) after USING (level, code)
"""
COUNTS = """
count(*) AS communities,
count(*) FILTER (WHERE was = 'pass') AS passing, count(*) FILTER (WHERE would = 'pass') AS would_pass,
count(*) FILTER (WHERE was = 'fail') AS failing, count(*) FILTER (WHERE would = 'fail') AS would_fail,
count(*) FILTER (WHERE would = 'fail' AND was <> 'fail') AS newly_failing,
count(*) FILTER (WHERE would = 'pass' AND was <> 'pass') AS newly_passing,
count(*) FILTER (WHERE would = 'unknown') AS unknown, count(*) FILTER (WHERE would = 'exempt') AS exempt,
sum(gap_was) AS gap_was, sum(gap_would) AS gap_would
FROM tried_both WHERE level = 'community'
"""
TOTAL = f"SELECT {COUNTS}"
BY_AREA = f"""
SELECT place.code, coalesce(area.name, place.code), communities, passing, would_pass, failing, would_fail,
       newly_failing, newly_passing, unknown, exempt, gap_was, gap_would
FROM (SELECT left(code, %(width)s) AS code, {COUNTS} GROUP BY 1) place
LEFT JOIN communities_area area ON area.code = place.code
ORDER BY place.code
"""
CHANGED = """
SELECT level, code, name, kind, value, low, high, was, would, gap_would FROM tried_both
WHERE {levels} AND would IS DISTINCT FROM was AND would = %(would)s ORDER BY gap_would DESC NULLS LAST, code
"""
COUNTY = 6
STREET = 9


@dataclass(frozen=True)
class Line:
    """The communities of an area, as they are judged and as they would be."""

    code: str
    name: str
    communities: int
    passing: int
    would_pass: int
    failing: int
    would_fail: int
    newly_failing: int
    newly_passing: int
    unknown: int
    exempt: int  # what the draft does not concern, or none of its bands
    gap: Decimal | None
    would_miss: Decimal | None

    @property
    def is_judged(self):
        return bool(self.would_pass or self.would_fail)

    @property
    def more(self):
        """How much more would be needed; None where the indicator counts no gaps."""
        if self.gap is None and self.would_miss is None:
            return None
        return (self.would_miss or 0) - (self.gap or 0)


@dataclass(frozen=True)
class Changed:
    """A community or area whose verdict would be another."""

    level: str
    code: str
    name: str
    kind: str
    value: Decimal | None
    limit: Decimal | None
    limit_max: Decimal | None
    was: str
    would: str
    gap: Decimal | None


@dataclass(frozen=True)
class Trial:
    """The answer to «what if»: in all, by county (inside one county by street), and who changes sides."""

    total: Line
    lines: list
    falling: list
    rising: list
    areas: list


@transaction.atomic
def try_out(tried, *, on):
    """Judge everything inside the standard's area as of the day without it and with it. `tried` has no id."""
    indicators = [registry.get(tried.indicator)]
    if not compute(indicators, area=tried.area, on=on):
        return None
    run("DROP TABLE IF EXISTS tried_before, tried_both")
    run(KEEP)
    tried.pk = 0
    judge(indicators, area=tried.area, on=on, tried=tried)
    run(BOTH)
    (total,) = fetch(TOTAL)
    width = COUNTY if len(tried.area) < COUNTY else STREET
    return Trial(
        total=Line(tried.area, "", *total),
        lines=[Line(*row) for row in fetch(BY_AREA, {"width": width})],
        falling=_changed("level = 'community'", "fail"),
        rising=_changed("level = 'community'", "pass"),
        areas=[*_changed("level <> 'community'", "fail"), *_changed("level <> 'community'", "pass")],
    )


def _changed(levels, would):
    return [Changed(*row) for row in fetch(CHANGED.format(levels=levels), {"would": would})]
