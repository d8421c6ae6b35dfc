"""How long a report takes beside hand-written SQL that stores the same rows; and whether the two agree.

    python -m bench.report [--country [COMMUNITIES]]

In a database of its own. Prints one JSON object: seconds of both, their ratio, the memory of this process, and the
number of results in which they differ (which must be 0). `first_30_seconds` is a report of the first thirty indicators
only (communities, staff, premises), which is also what the country is measured with.
"""

import argparse
import datetime
import json
import os
import resource
import statistics
import time
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from bench import database

database.setup()

from django.db import connection, transaction  # noqa: E402

from bench.country import ALL, FIRST, generate, sizes  # noqa: E402
from compliance import registry  # noqa: E402
from compliance.models import Report  # noqa: E402
from jobs.services import enqueue, run_here  # noqa: E402

DAY = datetime.date(2023, 6, 30)
BASELINE = (Path(__file__).parent / "baseline.sql").read_text(encoding="utf-8")
MUNICIPALITY = {"communities": 11_269, "first_province": 50}
COUNTRY = {"communities": 620_573, "first_province": 11}

DIFFERENCES = """
WITH figures AS (
    SELECT result.report_id, row.level, row.code, row.name, row.scope, row.communities, result.indicator,
           result.numerator, result.denominator, result.value, result.operator, result."limit", result.verdict,
           result.advisory, result.shortfall, replace(result.note, 'stale', '') AS note, result.known,
           result.passed, result.failed, result.unknown, result.exempt, result.flagged, result.unflagged
    FROM compliance_result result JOIN compliance_row row ON row.id = result.row_id
    WHERE result.report_id IN (%(one)s, %(other)s)
)
SELECT (SELECT count(*) FROM figures WHERE report_id = %(one)s), count(*) FROM (
    SELECT figures FROM (SELECT to_jsonb(figures) - 'report_id' AS figures FROM figures) every
    GROUP BY figures HAVING count(*) <> 2
) different
"""


def product(area):
    """From the request to the finished job; returns seconds and the report."""
    began = time.monotonic()
    job = run_here(enqueue("report", area_code=area, params={"as_of": DAY.isoformat()}))
    if not job.result:
        raise SystemExit(job.message)
    return time.monotonic() - began, job.result["report"]


def baseline(area):
    began = time.monotonic()
    with transaction.atomic(), connection.cursor() as cursor:
        report = Report.objects.create(area_code=area, area_name=area, as_of=DAY, communities=0, seconds=0)
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(BASELINE, {"report": report.pk, "area": area, "day": DAY})
    return time.monotonic() - began, report.pk


def differences(one, other):
    with connection.cursor() as cursor:
        cursor.execute(DIFFERENCES, {"one": one, "other": other})
        return dict(zip(("results", "different_results"), cursor.fetchone(), strict=True))


@contextmanager
def first_indicators(number=30):
    """Inside, a report has the first indicators only."""
    chosen = registry.indicators()[:number]
    with patch.object(registry, "indicators", lambda: chosen):
        yield


def compare(area, rounds):
    """Turn about, so that both meet the same machine."""
    ours, theirs, first = [], [], []
    for _ in range(rounds):
        with first_indicators():
            first.append(product(area)[0])
        by_hand, other = baseline(area)
        seconds, one = product(area)
        ours.append(seconds)
        theirs.append(by_hand)
    ratio = statistics.median(ours) / statistics.median(theirs)
    return {
        "seconds": round(statistics.median(ours), 2),
        "first_30_seconds": round(statistics.median(first), 2),
        "baseline_seconds": round(statistics.median(theirs), 2),
        "ratio": round(ratio, 2),
        **differences(one, other),
    }


def measure_report(*, communities, first_province, area, rounds=5, against=True):
    with database.scratch("report"):
        generate(communities, first_province, ALL if against else FIRST)
        found = {"bench": "report", "area": area or "全国", "registers": sizes()}
        if against:
            found |= compare(area, rounds)
        else:
            with first_indicators():
                found["seconds"] = found["first_30_seconds"] = round(sum(product(code)[0] for code in _provinces()), 1)
        found["python_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return found


def _provinces():
    with connection.cursor() as cursor:
        cursor.execute("SELECT code FROM communities_area WHERE level = 'province' ORDER BY code")
        return [code for (code,) in cursor.fetchall()]


def run(country=0):
    """What `make bench` prints; the country, or so many communities of it, takes a while."""
    found = [measure_report(**MUNICIPALITY, area="50")]
    if country:
        found.append(measure_report(**COUNTRY | {"communities": country}, area="", against=False))
        for one in found:
            one["ms_per_community"] = round(one["first_30_seconds"] * 1000 / one["registers"]["community"], 3)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--country",
        type=int,
        nargs="?",
        default=0,
        const=COUNTRY["communities"],
        metavar="COMMUNITIES",
        help="also the country's 620,573 communities, or so many of them, province by province",
    )
    for found in run(parser.parse_args().country):
        print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()
