"""How long the proof by lists takes that the grids of a municipality leave nothing out.

    python -m bench.coverage

In a database of its own: 11,269 communities with some 35,000 grids and 200,000 buildings. Prints one JSON object:
seconds by the clock, processor time of both sides, what was looked through, what was found, and the budget.
"""

import json
import os
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from bench import database

database.setup()

from django.db import connection  # noqa: E402

from bench.country import generate  # noqa: E402
from bench.report import DAY, MUNICIPALITY  # noqa: E402
from grids import coverage  # noqa: E402
from grids.models import Building, Grid  # noqa: E402

AREA, SECONDS = "50", 20


def main():
    with database.scratch("coverage"):
        generate(**MUNICIPALITY)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        began, used, served = time.monotonic(), time.process_time(), database.busy()
        findings = coverage.find([AREA], DAY)
        taken, spent = time.monotonic() - began, time.process_time() - used + database.busy() - served
        told = {"bench": "coverage", "seconds": round(taken, 2), "cpu_seconds": round(spent, 2)}
        told |= {"grids": Grid.objects.count(), "buildings": Building.objects.count(), "findings": len(findings)}
        print(json.dumps({**told, "budget_seconds": SECONDS, "kept": taken <= SECONDS}), flush=True)


if __name__ == "__main__":
    main()
