"""The official holidays the product comes with. They are rows like any other; an instance gets them once."""

import csv
import datetime
from pathlib import Path

from django.db import connection

from disclosure.models import CalendarDay
from records import history
from records.models import Change

DATA = Path(__file__).parent / "data" / "holidays.csv"


def load_holidays():
    """Add the shipped days that are not there; what an office has entered is never touched. Returns how many."""
    known = set(CalendarDay.objects.filter(area="").values_list("on", flat=True))
    with DATA.open(encoding="utf-8", newline="") as file, history.acting(reason="随产品提供的节假日"):
        rows = [
            CalendarDay(
                on=datetime.date.fromisoformat(row["on"]),
                is_off=row["is_off"] == "yes",
                name=row["name"],
                source=row["source"],
            )
            for row in csv.DictReader(file)
        ]
        return len(CalendarDay.objects.bulk_create([row for row in rows if row.on not in known]))


def fill_empty_instance(**_kwargs):
    """After a migration: a calendar that has never held a row gets its first ones."""
    tables = set(connection.introspection.table_names())
    names = {model._meta.db_table for model in (CalendarDay, Change)}
    if names <= tables and not Change.objects.filter(table=CalendarDay._meta.db_table).exists():
        load_holidays()
