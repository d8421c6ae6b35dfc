"""Which standard judges which row: the one of the longest area, then of the narrower scope, then the newest."""

from communities.choices import Level
from compliance import limits
from compliance.engine.tables import fetch, fill, run
from compliance.models import Standard

CANDIDATE = """
standard_id bigint, ord smallint, level text, area text, width int, scope text, started_on date,
operator text, advisory boolean, base text, by_base boolean
"""
BAND = """
standard_id bigint, start numeric, stop numeric, low numeric, high numeric,
each numeric, per numeric, least numeric, most numeric
"""
MOST_SPECIFIC = "candidate.width DESC, candidate.scope = 'all', candidate.started_on DESC, candidate.standard_id"

# Communities alike in scope and in as many digits of their code as the longest area has are judged alike.
CHOOSE = f"""
CREATE TEMP TABLE report_choice ON COMMIT DROP AS
SELECT DISTINCT ON (place.prefix, place.scope, candidate.ord) place.prefix, place.scope, candidate.ord,
       candidate.standard_id, candidate.operator, candidate.advisory, candidate.base, candidate.by_base
FROM (
    SELECT DISTINCT left(code, %(width)s) AS prefix, scope FROM report_row WHERE level = 'community'
) place
JOIN report_candidate candidate ON candidate.level = 'community' AND candidate.scope IN ('all', place.scope)
     AND starts_with(place.prefix, candidate.area)
ORDER BY place.prefix, place.scope, candidate.ord, {MOST_SPECIFIC}
"""


def choose(catalogue, area, on, tried=None):
    """Fill `report_candidate`, `report_band` and `report_choice`; returns how many digits of a code decide.

    `tried` is a standard that is none yet: it takes the place of those as specific as itself.
    """
    standards = [each for each in _in_force(area, on) if each.indicator in catalogue]
    if tried is not None:
        standards = [*_without(standards, tried), tried]
    parsed = {each.pk: limits.parse(each.limit, each.operator) for each in standards}
    fill("report_candidate", CANDIDATE, list(_candidates(standards, parsed, catalogue)))
    fill("report_band", BAND, list(_bands(parsed)))
    width = max((len(each.area) for each in standards if Level.COMMUNITY in each.levels), default=0)
    run(CHOOSE, {"width": width})
    run("ANALYZE report_choice")
    return width


def _in_force(area, on):
    """Standards of the area, of those around it, and of places inside it."""
    return [
        each
        for each in Standard.objects.open(on=on).order_by("pk")
        if each.area.startswith(area) or area.startswith(each.area)
    ]


def _without(standards, tried):
    """The same standards, judging none of the levels at which another one takes their place."""
    for each in standards:
        if (each.indicator, each.area, each.scope) == (tried.indicator, tried.area, tried.scope):
            each.levels = [level for level in each.levels if level not in tried.levels]
        yield each


def _candidates(standards, parsed, catalogue):
    for each in standards:
        by_base = parsed[each.pk].by_base
        for level in each.levels:
            # The size of an area picks no band: such a standard judges communities only.
            if level == Level.COMMUNITY or not by_base:
                yield (
                    *(each.pk, catalogue[each.indicator], level, each.area, len(each.area), each.scope),
                    *(each.started_on, each.operator, each.is_advisory, each.base, by_base),
                )


def _bands(parsed):
    for pk, limit in parsed.items():
        for band in limit.bands:
            yield (
                *(pk, band.start or 0, band.stop, band.low, band.high),
                *(band.each, band.per, band.least, band.most),
            )


def chosen():
    """For the trace and the tests: (prefix, scope, ord, standard)."""
    return fetch("SELECT prefix, scope, ord, standard_id FROM report_choice")
