"""A sample of the services directory: matters every community is asked about, without amounts and phone numbers, which
only the place itself can give."""

import csv
from pathlib import Path

from demo import SOURCE
from facilities.models import PublicService

SERVICES = Path(__file__).parent / "data" / "services.csv"
HOURS = "周一至周五 9:00—12:00,14:00—17:30"


def load_directory(area):
    """Offered everywhere inside the area."""
    with SERVICES.open(encoding="utf-8", newline="") as file:
        rows = [{**row, "agent": row["agent"] == "yes"} for row in csv.DictReader(file)]
    services = [PublicService(area=area, hours=HOURS, source=SOURCE, **row) for row in rows]
    PublicService.objects.bulk_create(services)
    return len(services)
