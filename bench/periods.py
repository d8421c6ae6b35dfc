"""What five years of monthly reports cost a page: the dashboard, its trend, a trace, with one report and with sixty.

    python -m bench.periods

In two databases of its own at the size of a municipality, alike but for 59 earlier reports that the second has.
They are invented by statements over the last report: all rows of all levels, and the results of the counties and of
everything inside one of them. Every page is visited in turn in one and in the other, so that both meet the same
machine. Prints one JSON object a page: what `bench.pages` prints, of both; how many times the processor time of one
the sixty take; and whether the page is within its budget and asks no more than a page with a past must.
"""

import json
import os
from contextlib import contextmanager

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from bench import database

database.setup()

from django.core.cache import cache  # noqa: E402
from django.db import DEFAULT_DB_ALIAS, connection, connections  # noqa: E402
from django.test import Client  # noqa: E402

from bench.pages import AREA, OFFICE, ROUNDS, prepare, summary, visit  # noqa: E402
from communities.models import Community  # noqa: E402
from compliance.following_reports import key_of  # noqa: E402
from compliance.models import Row  # noqa: E402
from compliance.periods import MOST  # noqa: E402
from jobs.models import Job  # noqa: E402
from jobs.services import run_here  # noqa: E402

REPORTS = """
INSERT INTO compliance_report (area_code, area_name, as_of, state, communities, seconds, month, is_demo)
SELECT area_code, area_name, (as_of - make_interval(months => back))::date, state, communities, seconds, '', is_demo
FROM compliance_report, generate_series(1, %(periods)s - 1) back WHERE id = %(report)s
"""
ROWS = """
INSERT INTO compliance_row (report_id, level, code, name, kind, scope, community_id, communities)
SELECT report.id, level, code, name, kind, scope, community_id, row.communities
FROM compliance_row row, compliance_report report WHERE row.report_id = %(report)s AND report.id <> %(report)s
ORDER BY report.id, row.id
"""
RESULTS = """
INSERT INTO compliance_result (report_id, row_id, indicator, numerator, denominator, value, standard_id, operator,
    "limit", limit_max, verdict, advisory, shortfall, note, known, passed, failed, unknown, exempt, flagged, unflagged)
SELECT other.report_id, other.id, indicator, numerator, denominator,
       round(value * (1 - (other.report_id %% 40) / 100.0), 4), standard_id, operator, "limit", limit_max, verdict,
       advisory, shortfall, note, known, passed, failed, unknown, exempt, flagged, unflagged
FROM compliance_result result
JOIN compliance_row row ON row.id = result.row_id AND row.report_id = %(report)s
JOIN compliance_row other ON other.level = row.level AND other.code = row.code AND other.report_id <> %(report)s
WHERE result.report_id = %(report)s AND (row.level NOT IN ('street', 'community') OR row.code LIKE %(county)s || '%%')
"""


def invent(report, county):
    """The months before the report; their values rise, their rows are the same."""
    with connection.cursor() as cursor:
        for statement in (REPORTS, ROWS, "ANALYZE compliance_row", RESULTS):
            cursor.execute(statement, {"report": report.pk, "county": county, "periods": MOST})
        cursor.execute("VACUUM ANALYZE")


def pages(report, community):
    county, street = community.code[:6], community.code[:9]
    row = Row.objects.get(report=report, level="community", code=community.code)
    about = "&indicator=area-per-100-households"
    return {
        "overview": f"/office/overview/?area={AREA}",
        "overview of a county": f"/office/overview/?area={county}{about}",
        "overview of a street": f"/office/overview/?area={street}{about}",
        "overview of a community": f"/office/overview/?area={community.code}{about}",
        "overview on a day": f"/office/overview/?area={county}&on={report.as_of}",
        "two days": f"/office/overview/compare/?area={county}&on={report.as_of}",
        "trend as a file": f"/office/overview/trend/csv/?area={county}{about}",
        "trace": f"/office/report/{report.pk}/trace/{row.pk}/area-per-100-households/",
        "reports": "/office/report/",
    }


@contextmanager
def beside(report, county):
    """The connections to the database as it is and to its copy with sixty reports."""
    one, sixty = connections[DEFAULT_DB_ALIAS], connection.copy()
    one.creation.clone_test_db("sixty", verbosity=0, autoclobber=True)
    sixty.settings_dict.update(one.creation.get_test_db_clone_settings("sixty"))
    try:
        connections[DEFAULT_DB_ALIAS] = sixty
        invent(report, county)
        yield {"one": one, "sixty": sixty}
    finally:
        sixty.close()
        connections[DEFAULT_DB_ALIAS] = one
        one.creation.destroy_test_db(verbosity=0, suffix="sixty")


def measure(client, url, bases):
    """The page with one report and with sixty, turn about."""
    visits = {name: [] for name in bases}
    for _ in range(1 + ROUNDS):
        for name, base in bases.items():
            connections[DEFAULT_DB_ALIAS] = base
            if not visits[name]:
                client.get(url)
                cache.clear()
            visits[name].append(visit(client, url))
    found = {name: summary(each, OFFICE) for name, each in visits.items()}
    one, sixty = found["one"], found["sixty"]
    kept = sixty["cpu_ms"] <= OFFICE and sixty["queries"] <= one["queries"] + MORE
    return {**found, "ratio": round(sixty["cpu_ms"] / one["cpu_ms"], 2), "kept": kept}


def main():
    with database.scratch("periods"):
        report, officer = prepare()
        run_here(Job.objects.get(key=key_of(report)))
        client = Client(HTTP_HOST="localhost")
        client.force_login(officer)
        community = Community.objects.filter(abolished_on=None).order_by("code").first()
        addresses = pages(report, community)
        with beside(report, community.code[:6]) as bases:
            for name, url in addresses.items():
                found = {"bench": "periods", "page": name, **measure(client, url, bases)}
                print(json.dumps(found, ensure_ascii=False), flush=True)


MORE = 4
"""Queries that only a page with a past asks: the rows and results of earlier reports, those of the term before."""


if __name__ == "__main__":
    main()
