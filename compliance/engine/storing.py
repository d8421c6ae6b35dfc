"""The computed figures as rows of a report: two INSERT … SELECT, in the order in which results are read."""

from compliance.engine.tables import fetch, run

ROWS = """
INSERT INTO compliance_row (id, report_id, level, code, name, kind, scope, community_id, communities)
SELECT id, %(report)s, level, code, name, kind, scope, community_id, communities FROM report_row ORDER BY id
"""
RESULTS = """
INSERT INTO compliance_result (report_id, row_id, indicator, numerator, denominator, value, standard_id, operator,
    "limit", limit_max, verdict, advisory, shortfall, note)
SELECT %(report)s, row_id, (%(slugs)s)[ord], n, d, value, standard_id, coalesce(operator, ''), low, high, verdict,
       advisory, shortfall, note
FROM report_figure
"""
AREA_RESULTS = """
INSERT INTO compliance_result (report_id, row_id, indicator, numerator, denominator, value, standard_id, operator,
    "limit", limit_max, verdict, advisory, shortfall, note, known, passed, failed, unknown, exempt, flagged, unflagged)
SELECT %(report)s, row_id, indicator.slug, n, d, value, standard_id, coalesce(operator, ''), low, high, verdict,
       advisory, due, note, known, passed, failed, unknown, exempt, flagged, unflagged
FROM report_area_figure JOIN report_indicator indicator USING (ord)
ORDER BY row_id, ord
"""

MANY = 1000
"""Communities from which on a report is made known to the planner before anybody asks for it."""


def new_number():
    """The number of the next report."""
    ((number,),) = fetch("SELECT nextval(pg_get_serial_sequence('compliance_report', 'id'))")
    return number


def store(report):
    """Write what `compute` left behind as rows and results of the report with this number, in the order of the rows'
    numbers: so each result is entered at the end of the index."""
    run(ROWS, {"report": report})
    ((slugs,),) = fetch("SELECT array_agg(slug ORDER BY ord) FROM report_indicator")
    run(RESULTS, {"report": report, "slugs": slugs})
    run(AREA_RESULTS, {"report": report})


def store_areas(report):
    """Write what `put_together` left behind."""
    run(ROWS, {"report": report})
    run(AREA_RESULTS, {"report": report})


def make_known():
    """Tell the planner of the new report: it takes the rows of one it does not know for one or two, and then looks
    through all of them for every result. Autovacuum comes a minute later, or not at all beside many reports."""
    run("ANALYZE compliance_row (report_id), compliance_result (report_id)")
