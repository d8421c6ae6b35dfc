"""How long the pages take at the size of a municipality, and how many queries.

    python -m bench.pages

In a database of its own: 11,269 communities, all indicators, one published report. Prints one JSON object a page:
milliseconds of the first visit (nothing kept) and of later ones, processor time of both sides without waiting for a
busy machine, queries, and the budget. Public pages are made anew each time; `bench.kept_pages` has those that are not.
"""

import gc
import json
import os
import statistics
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from bench import database

database.setup()

from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402
from django.urls import reverse  # noqa: E402

from accounts.models import User  # noqa: E402
from bench.country import generate  # noqa: E402
from bench.report import DAY, MUNICIPALITY, product  # noqa: E402
from communities import workbench  # noqa: E402
from communities.models import Community, Posting  # noqa: E402
from communities.roles import sync_roles  # noqa: E402
from compliance import registry  # noqa: E402
from compliance.models import Publication, Report  # noqa: E402
from compliance.services import publish_report  # noqa: E402

AREA = "50"
ROUNDS = 9
PUBLIC, OFFICE = 60, 300
"""Milliseconds of server time a page may take."""
QUERIES = 12


def prepare():
    """A published report on everything, all indicators open, an officer of the whole area."""
    generate(**MUNICIPALITY)
    report = Report.objects.get(pk=product(AREA)[1])
    publish_report(report)
    Publication.objects.all().delete()
    Publication.objects.bulk_create(
        Publication(indicator=each.slug, reach="community") for each in registry.indicators()
    )
    officer = User.objects.create_user("officer")
    Posting.objects.create(user=officer, role="city_officer", area_code=AREA, started_on=DAY)
    sync_roles()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    gc.collect()
    gc.freeze()  # as config/wsgi.py does for the web server
    return report, officer


def pages(report, officer):
    community = Community.objects.filter(abolished_on=None).order_by("code").first()
    county, detail = community.code[:6], f"/office/report/{report.pk}/"
    return {
        "home": ("/", PUBLIC),
        "county": (f"/area/{county}/", PUBLIC),
        "community": (f"/community/{community.code}/", PUBLIC),
        "overview": ("/office/overview/", OFFICE),
        "overview of a county": (f"/office/overview/?area={county}", OFFICE),
        "report": (detail, OFFICE),
        "report, communities": (f"{detail}?level=community", OFFICE),
        "report, sorted": (f"{detail}?level=community&indicator=floor-area&sort=-value", OFFICE),
        "report, filtered": (f"{detail}?level=community&indicator=area-per-100-households&verdict=fail", OFFICE),
        "report, all indicators": (f"{detail}?level=community&indicator=all", OFFICE),
        **{str(entry.title): (reverse(entry.url_name), OFFICE) for entry in workbench.entries(officer)},
    }


def visit(client, url):
    """Milliseconds by the clock, milliseconds of processor time on both sides, queries."""
    began, used, served = time.perf_counter(), time.process_time(), database.busy()
    with CaptureQueriesContext(connection) as queries:
        status = client.get(url).status_code
    spent = time.process_time() - used + database.busy() - served
    if status != 200:
        raise SystemExit(f"{url}: {status}")
    return (time.perf_counter() - began) * 1000, spent * 1000, len(queries)


def summary(visits, budget):
    """Of the first visit, with nothing kept, and of the later ones."""
    first, *later = visits
    found = {
        "first_ms": round(first[0]),
        "first_cpu_ms": round(first[1]),
        "ms": round(statistics.median(each[0] for each in later)),
        "cpu_ms": round(statistics.mean(each[1] for each in later)),
        "queries": first[2],
        "budget_ms": budget,
    }
    return {**found, "kept": found["ms"] <= budget and (budget != PUBLIC or found["queries"] <= QUERIES)}


@override_settings(PUBLIC_PAGE_SECONDS=0)
def measure(client, url, budget):
    cache.clear()
    return summary([visit(client, url) for _ in range(1 + ROUNDS)], budget)


def main():
    with database.scratch("pages"):
        report, officer = prepare()
        client = Client(HTTP_HOST="localhost")
        client.force_login(officer)
        for name, (url, budget) in pages(report, officer).items():
            visitor = Client(HTTP_HOST="localhost") if budget == PUBLIC else client
            visitor.get(url)
            print(
                json.dumps({"bench": "pages", "page": name, **measure(visitor, url, budget)}, ensure_ascii=False),
                flush=True,
            )


if __name__ == "__main__":
    main()
