"""Measure every community, judge it, sum it up level by level, judge the sums."""

from functools import lru_cache

from communities.choices import WIDTHS, Level
from compliance.engine import rows, standards
from compliance.engine.compiling import Compiler
from compliance.engine.parts import WHOLE
from compliance.engine.tables import JUDGED, MEASURED, clear, fetch, fill, run
from compliance.registry import GAPS

ROW = "id bigint, level text, code text, name text, kind text, scope text, community_id bigint, communities bigint"
INDICATOR = "ord smallint, slug text, per numeric, share numeric, area_base text, area_count text, parts int"

# What judges a figure: `limited` has the row's numbers and the standard chosen for it.
VERDICTS = """
SELECT judged.row_id, judged.street, judged.scope, judged.ord, judged.inside, judged.n, judged.d,
       CASE WHEN judged.d <> 0 THEN round(judged.n * judged.per / judged.d, 4) END AS value,
       CASE WHEN judged.verdict <> 'exempt' THEN judged.standard_id END AS standard_id,
       CASE WHEN judged.verdict <> 'exempt' THEN judged.operator ELSE '' END AS operator,
       CASE WHEN judged.verdict <> 'exempt' THEN judged.low END AS low,
       CASE WHEN judged.verdict <> 'exempt' THEN judged.high END AS high,
       judged.verdict,
       coalesce(judged.advisory, false) AND judged.verdict <> 'exempt' AS advisory,
       trim(concat(judged.note, CASE WHEN judged.verdict = 'pass' AND judged.operator <> 'at_most'
                                      AND round(judged.n * judged.per, 8) > judged.high * judged.d
                                     THEN ' surplus' END)) AS note,
       CASE WHEN judged.operator = 'at_least' AND judged.parts > 0 THEN
           CASE judged.verdict
               WHEN 'pass' THEN 0
               WHEN 'fail' THEN
                   ceil(round(judged.low * judged.d * judged.share - judged.n, 8) * judged.parts) / judged.parts
           END
       END AS shortfall
FROM (
    SELECT limited.*, indicator.per, indicator.share, indicator.parts,
           CASE
               WHEN NOT inside OR standard_id IS NULL OR no_band THEN 'exempt'
               WHEN n IS NULL OR d IS NULL OR d = 0 OR low IS NULL THEN 'unknown'
               WHEN operator = 'at_most' THEN
                   CASE WHEN round(n * indicator.per, 8) <= low * d THEN 'pass' ELSE 'fail' END
               WHEN round(n * indicator.per, 8) < low * d THEN 'fail'
               WHEN operator = 'between' AND NOT by_base AND round(n * indicator.per, 8) > high * d THEN 'fail'
               ELSE 'pass'
           END AS verdict
    FROM limited JOIN report_indicator indicator USING (ord)
    OFFSET 0 -- else the verdict is worked out again for every column that asks for it
) judged
"""

MEASURE = """
CREATE TEMP TABLE report_wide ON COMMIT DROP AS
WITH {tables}
SELECT place.id AS row_id, place.code, place.scope, {columns}
FROM report_row place
{joins}
WHERE place.level = 'community'
"""

JUDGE = (
    """
CREATE TEMP TABLE report_figure ON COMMIT DROP AS
WITH long AS (
    SELECT row_id, street, prefix, scope, households, occupied, residents, registered,
           unnest(%s::smallint[]) AS ord, unnest(insides) AS inside, unnest(numerators) AS n,
           unnest(denominators) AS d, unnest(notes) AS note
    FROM (SELECT *, left(code, %s) AS street, left(code, %s) AS prefix FROM report_wide OFFSET 0) wide
),
chosen AS (
    SELECT long.row_id, long.street, long.scope, long.ord, long.inside,
           CASE WHEN long.inside THEN long.n END AS n, CASE WHEN long.inside THEN long.d END AS d,
           CASE WHEN long.inside THEN long.note ELSE '' END AS note,
           choice.standard_id, choice.operator, choice.advisory, choice.by_base,
           CASE choice.base WHEN 'households' THEN households WHEN 'occupied' THEN occupied
                            WHEN 'residents' THEN residents WHEN 'registered' THEN registered END AS base
    FROM long LEFT JOIN report_choice choice
         ON choice.prefix = long.prefix AND choice.scope = long.scope AND choice.ord = long.ord
),
limited AS (
    SELECT chosen.*, band.high, chosen.by_base AND chosen.base IS NOT NULL AND band.standard_id IS NULL AS no_band,
           CASE WHEN band.each IS NULL THEN band.low
                ELSE least(greatest(ceil(chosen.base * band.each / band.per), band.least), band.most) END AS low
    FROM chosen LEFT JOIN report_band band
         ON band.standard_id = chosen.standard_id
        AND (NOT chosen.by_base OR (chosen.base >= band.start AND (band.stop IS NULL OR chosen.base < band.stop)))
)
"""
    + VERDICTS
)

SUMS = """
count(*) FILTER (WHERE inside) AS inside,
count(*) FILTER (WHERE inside AND scope = 'urban') AS urban,
count(*) FILTER (WHERE n IS NOT NULL AND d IS NOT NULL) AS known,
sum(n) FILTER (WHERE d IS NOT NULL) AS n,
sum(d) FILTER (WHERE n IS NOT NULL) AS d,
count(*) FILTER (WHERE NOT advisory AND verdict = 'pass') AS passed,
count(*) FILTER (WHERE NOT advisory AND verdict = 'fail') AS failed,
count(*) FILTER (WHERE verdict = 'unknown') AS unknown,
count(*) FILTER (WHERE verdict = 'exempt') AS exempt,
count(*) FILTER (WHERE advisory AND verdict = 'fail') AS flagged,
count(*) FILTER (WHERE advisory AND verdict = 'pass') AS unflagged,
sum(shortfall) AS shortfall
"""
SUMMED = [
    "inside",
    "urban",
    "known",
    "n",
    "d",
    "passed",
    "failed",
    "unknown",
    "exempt",
    "flagged",
    "unflagged",
    "shortfall",
]

SUM = f"code text, ord smallint, {', '.join(f'{name} numeric' for name in SUMMED)}"
FIRST_SUM = f"""
INSERT INTO report_sum (code, ord, {", ".join(SUMMED)})
SELECT street, ord, {SUMS} FROM report_figure GROUP BY street, ord
"""
NEXT_SUM = f"""
INSERT INTO report_sum (code, ord, {", ".join(SUMMED)})
SELECT left(code, %(width)s), ord, {", ".join(f"sum({name})" for name in SUMMED)}
FROM report_sum WHERE length(code) = %(below)s GROUP BY left(code, %(width)s), ord
"""

JUDGE_AREAS = f"""
CREATE TEMP TABLE report_area_figure ON COMMIT DROP AS
WITH published AS (
    SELECT area.code,
           (array_agg(figure.urban_residents ORDER BY figure."on" DESC)
               FILTER (WHERE figure.urban_residents IS NOT NULL))[1] AS urban_residents,
           (array_agg(figure.residents ORDER BY figure."on" DESC)
               FILTER (WHERE figure.residents IS NOT NULL))[1] AS residents,
           (array_agg(figure.households ORDER BY figure."on" DESC)
               FILTER (WHERE figure.households IS NOT NULL))[1] AS households,
           (array_agg(figure.volunteers ORDER BY figure."on" DESC)
               FILTER (WHERE figure.volunteers IS NOT NULL))[1] AS volunteers
    FROM communities_areafigure figure JOIN communities_area area ON area.id = figure.area_id
    WHERE figure."on" <= %s
    GROUP BY area.code
),
summed AS (
    SELECT area.id AS row_id, area.level, area.code, total.ord, total.inside > 0 AS inside,
           CASE WHEN total.inside > 0 AND indicator.area_count = 'volunteers' AND published.residents IS NOT NULL
                THEN coalesce(published.volunteers, total.n) ELSE total.n END AS n,
           CASE WHEN total.urban = total.inside THEN 'urban' WHEN total.urban = 0 THEN 'rural' ELSE 'all' END AS scope,
           CASE WHEN total.inside > 0 THEN coalesce(
               CASE indicator.area_base WHEN 'urban_residents' THEN published.urban_residents
                   WHEN 'residents' THEN published.residents WHEN 'households' THEN published.households END,
               total.d) END AS d,
           total.shortfall AS summed_shortfall,
           total.known, total.passed, total.failed, total.unknown, total.exempt, total.flagged, total.unflagged
    FROM report_sum total
    JOIN report_row area ON area.code = total.code AND area.level <> 'community'
    JOIN report_indicator indicator ON indicator.ord = total.ord
    LEFT JOIN published ON published.code = total.code
),
choice AS (
    SELECT DISTINCT ON (summed.row_id, summed.ord) summed.row_id, summed.ord, candidate.standard_id,
           candidate.operator, candidate.advisory, band.low, band.high
    FROM summed
    JOIN report_candidate candidate ON candidate.ord = summed.ord AND candidate.level = summed.level
         AND candidate.scope IN ('all', summed.scope) AND starts_with(summed.code, candidate.area)
    JOIN report_band band ON band.standard_id = candidate.standard_id
    ORDER BY summed.row_id, summed.ord, {standards.MOST_SPECIFIC}
),
limited AS (
    SELECT summed.row_id, NULL AS street, summed.scope, summed.ord, summed.inside, summed.n, summed.d, '' AS note,
           choice.standard_id, choice.operator, choice.advisory, choice.low, choice.high,
           false AS by_base, false AS no_band
    FROM summed LEFT JOIN choice ON choice.row_id = summed.row_id AND choice.ord = summed.ord
)
SELECT figure.*, summed.known, summed.passed, summed.failed, summed.unknown, summed.exempt, summed.flagged,
       summed.unflagged,
       CASE WHEN figure.standard_id IS NULL THEN summed.summed_shortfall ELSE figure.shortfall END AS due
FROM ({VERDICTS}) figure JOIN summed ON summed.row_id = figure.row_id AND summed.ord = figure.ord
"""


def compute(indicators, *, area, on, part=WHOLE, measures=None, told=None):
    """Compute the figures of the indicators for the area and everything in it; returns how many communities there are.

    They stand in `report_row`, `report_figure` (communities) and `report_area_figure` until the transaction ends.
    `measures` is what `compile_measures` makes of them, where several parts share it. `told` is called once for each
    of the `STEPS`.
    """
    told = told or _unheard
    clear(MEASURED)
    communities = rows.list_rows(area, on, part)
    told()
    rows.execute_here(*(measures or compile_measures(tuple(indicators), on)))
    told()
    judge(indicators, area=area, on=on, part=part)
    told()
    return communities


@lru_cache(maxsize=4)
def compile_measures(indicators, on):
    """The statement that measures the communities of `report_row`, with its parameters: the same for every area."""
    compiler = Compiler(indicators, on)
    tables, parameters = compiler.tables()
    return MEASURE.format(tables=tables, columns=compiler.wide(), joins=compiler.joins()), parameters


def judge(indicators, *, area, on, part=WHOLE, tried=None):
    """Judge and sum up what `compute` has measured; `tried`: as if this standard were in force as well."""
    clear(JUDGED)
    width = _prepare(indicators, area, on, tried)
    run(JUDGE, [list(range(1, len(indicators) + 1)), WIDTHS[Level.STREET], width])
    fill("report_sum", SUM, [])
    _sum_up(rows.steps(max(len(area), part.width)))
    run(JUDGE_AREAS, [on])


STEPS = 3


def put_together(indicators, *, area, on, width, areas, sums):
    """Compute the figures of the areas above the parts from what `fetch_areas` found in each part."""
    clear([*MEASURED, *JUDGED])
    fill("report_row", ROW, [])
    _take_over("report_row", areas)
    above = rows.steps(len(area), width)
    for below, level in above:
        rows.list_areas(below, level)
    run("DELETE FROM report_row WHERE length(code) = %s", [width])
    _prepare(indicators, area, on)
    fill("report_sum", SUM, [])
    _take_over("report_sum", sums)
    _sum_up(above)
    run(JUDGE_AREAS, [on])


def fetch_areas(width):
    """The rows and the sums of the areas whose codes have so many digits, each as the text of a JSON array."""
    return [
        fetch(f"SELECT coalesce(json_agg(found), '[]')::text FROM {name} found WHERE length(code) = %s", [width])[0][0]
        for name in ("report_row", "report_sum")
    ]


def _take_over(name, arrays):
    """Add to a temporary table what `fetch_areas` found in it in other transactions."""
    for array in arrays:
        run(f"INSERT INTO {name} SELECT * FROM json_populate_recordset(NULL::{name}, %s)", [array])


def _unheard():
    """Where nobody watches."""


def _prepare(indicators, area, on, tried=None):
    """Number the indicators and choose their standards; returns how many digits of a code decide."""
    catalogue = {each.slug: ord_ for ord_, each in enumerate(indicators, start=1)}
    fill("report_indicator", INDICATOR, [_described(ord_, each) for ord_, each in enumerate(indicators, start=1)])
    return standards.choose(catalogue, area, on, tried)


def _described(ord_, each):
    return (ord_, each.slug, each.per, f"{1 / each.per:.4f}", each.area_base, each.area_count, GAPS.get(each.gap, 0))


def _sum_up(steps):
    for below, width in steps:
        first = below == WIDTHS[Level.COMMUNITY]
        run(FIRST_SUM if first else NEXT_SUM, {"width": width, "below": below})
