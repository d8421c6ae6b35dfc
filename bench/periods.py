"""What five years of monthly reports cost a page: the dashboard, its trend, a trace, with one report and with sixty.

    python -m bench.periods

In a database of its own at the size of a municipality. Invents 59 earlier reports by statements over the last one:
all rows of all levels, and the results that the pages read, which are those of all areas and of the communities of one
county. Prints one JSON object a page: processor time and queries before and after; and whether the queries stayed
the same and the page within its budget.
"""

import json
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from bench import database

database.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from bench.pages import AREA, OFFICE, measure, prepare  # noqa: E402
from communities.models import Community  # noqa: E402
from compliance.models import Row  # noqa: E402
from compliance.periods import MOST  # noqa: E402

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
WHERE result.report_id = %(report)s AND (row.level <> 'community' OR row.code LIKE %(county)s || '%%')
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


def main():
    with database.scratch("periods"):
        report, officer = prepare()
        client = Client(HTTP_HOST="localhost")
        client.force_login(officer)
        community = Community.objects.filter(abolished_on=None).order_by("code").first()
        addresses = pages(report, community)
        for url in addresses.values():
            client.get(url)
        one = {name: measure(client, url, OFFICE) for name, url in addresses.items()}
        invent(report, community.code[:6])
        for name, url in addresses.items():
            many = measure(client, url, OFFICE)
            kept = many["cpu_ms"] <= OFFICE and many["queries"] <= one[name]["queries"] + MORE
            found = {"one": one[name], "sixty": many, "kept": kept}
            print(json.dumps({"bench": "periods", "page": name, **found}, ensure_ascii=False), flush=True)


MORE = 4
"""Queries that only a page with a past asks: the rows and results of earlier reports, those of the term before."""


if __name__ == "__main__":
    main()
