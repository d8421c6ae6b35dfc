"""The national and published local standards the product comes with, and what of them is public until an area says so.

They are rows like any other. An empty instance gets them with its first migration; later `manage.py load_standards`
adds those a new version brings. What is there already, corrected or ended by an office, is never touched.
"""

import csv
import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import connection

from compliance.choices import Operator
from compliance.models import Publication, Standard
from records import history
from records.models import Change

DATA = Path(__file__).parent / "data"
KEY = ("indicator", "area", "scope", "levels", "started_on")
REASON = "随产品提供的标准"


def _rows(name):
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _day(text):
    return datetime.date.fromisoformat(text) if text else None


def _standard(row):
    same = ("indicator", "area", "scope", "base", "limit", "issuer", "document", "clause", "note")
    return Standard(
        **{name: row[name] for name in same},
        levels=row["level"].split(";"),
        operator=Operator(row["operator"]),
        is_advisory=row["advisory"] == "yes",
        started_on=_day(row["started_on"]),
        ended_on=_day(row["ended_on"]),
    )


def _key(standard):
    return (*(getattr(standard, name) for name in KEY[:3]), tuple(standard.levels), standard.started_on)


def _clashes(standard):
    """Whether an office has a standard of its own for the same rows and days: that one holds."""
    try:
        standard.validate_constraints()
    except ValidationError:
        return True
    return False


def load_standards():
    """Add the shipped rows that are not there yet; returns how many."""
    with history.acting(reason=REASON):
        known = {_key(each) for each in Standard.objects.all()}
        standards = [each for each in map(_standard, _rows("standards.csv")) if _key(each) not in known]
        opened = set(Publication.objects.values_list("area", "indicator"))
        publications = [
            Publication(**row) for row in _rows("publication.csv") if (row["area"], row["indicator"]) not in opened
        ]
        for each in [*standards, *publications]:
            each.clean_fields()
            each.clean()
        standards = [each for each in standards if not _clashes(each)]
        Standard.objects.bulk_create(standards)
        Publication.objects.bulk_create(publications)
    return len(standards) + len(publications)


def fill_empty_instance(**_kwargs):
    """After a migration: give a register of standards that has never held a row its first ones."""
    tables = connection.introspection.table_names()
    names = {model._meta.db_table for model in (Standard, Publication, Change)}
    if names <= set(tables) and not Change.objects.filter(table=Standard._meta.db_table).exists():
        load_standards()
