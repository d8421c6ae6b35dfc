"""A report computed in parts is the report computed in one: side by side or one part after the other."""

import datetime
import threading
from contextlib import nullcontext
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from compliance import registry
from compliance.engine import building, parts
from compliance.models import Report, Result, Row
from compliance.services import build_report, remove_unfinished
from jobs.models import Job
from jobs.services import enqueue, run_here
from tests.factories import make_area, make_community, make_facility, make_headcount, make_spell, make_standard, recode

D = datetime.date(2023, 6, 30)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def municipality(monkeypatch):
    """Three counties of two cities, five communities; one county is all villages. A part holds two communities."""
    for code in ("50", "5001", "5002", "500101"):
        make_area(code)
    for number, code in enumerate(["500101001001", "500101001002", "500102001001", "500102002001", "500230100201"]):
        place = make_community(code, kind="villagers" if code.startswith("5002") else "residents")
        make_facility(place, area=Decimal(100 * number + 7) / 3)
        make_headcount(place, households=300 + number)
        make_spell(place)
    make_standard("floor-area", 100, area="50")
    make_standard("area-per-100-households", 20, area="50", levels=["community", "county", "city", "province"])
    monkeypatch.setattr(parts, "SIZE", 2)


def figures(report):
    """Everything stored but the numbers of rows."""
    rows = Row.objects.filter(report=report).values_list("level", "code", "name", "kind", "scope", "communities")
    hidden = {"id", "report_id", "row_id"}
    fields = [field.attname for field in Result._meta.fields if field.attname not in hidden]
    results = Result.objects.filter(report=report).values_list("row__code", *fields)
    return set(rows), set(results), len(results)


def in_one(monkeypatch):
    monkeypatch.setattr(parts, "SIZE", 1_000)
    return build_report(area="50", on=D)


def watch(monkeypatch):
    """The transactions that stored the parts, and their database processes."""
    seen = []
    stored = building.store

    def store(report):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text, pg_backend_pid()")
            seen.append(cursor.fetchone())
        stored(report)

    monkeypatch.setattr(building, "store", store)
    return seen


def test_parts_side_by_side_make_the_same_report(municipality, monkeypatch):
    stored = watch(monkeypatch)
    job = run_here(enqueue("report", area_code="50", params={"as_of": "2023-06-30"}))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        ours = cursor.fetchone()[0]
    assert len({number for number, _process in stored}) == len(stored) == 3, "every part in a transaction of its own"
    assert ours not in {process for _number, process in stored}
    report = Report.objects.get(pk=job.result["report"])
    assert report.communities == 5
    whole = figures(in_one(monkeypatch))
    assert figures(report) == whole
    assert whole[2] == (5 + 4 + 3 + 2 + 1) * len(registry.indicators())


def test_codes_nobody_bears_today_are_in_a_part(municipality, monkeypatch):
    """A county that was dissolved lies between two parts, before the first and after the last."""
    for old, new in (
        ("500100001001", "500101001003"),
        ("500120001001", "500102002002"),
        ("500299100201", "500230100202"),
    ):
        recode(make_community(old), new, on=datetime.date(2023, 7, 1))
    stored = watch(monkeypatch)
    job = run_here(enqueue("report", area_code="50", params={"as_of": "2023-06-30"}))
    assert len(stored) > 1
    report = Report.objects.get(pk=job.result["report"])
    counties = Row.objects.filter(report=report, level="county").values_list("code", flat=True)
    assert set(counties) == {"500100", "500101", "500102", "500120", "500230", "500299"}
    assert figures(report) == figures(in_one(monkeypatch))


def test_where_one_part_fails_no_other_is_begun(monkeypatch):
    begun, closed = [], threading.Event()

    def task(part):
        begun.append(part)
        if part:
            raise MemoryError
        assert closed.wait(60), "the thread that failed has ended"

    monkeypatch.setattr(parts, "beside", nullcontext)
    monkeypatch.setattr(parts, "connection", SimpleNamespace(close=closed.set))
    with pytest.raises(MemoryError):
        parts.each_part(task, range(4), view="everything")
    assert sorted(begun) == [0, 1]


def test_parts_see_what_the_open_transaction_has_written(municipality, monkeypatch):
    stored = watch(monkeypatch)
    with transaction.atomic():
        make_spell(make_community("500102003001"))
        report = build_report(area="50", on=D)
        assert len({process for _number, process in stored}) == 1
        assert report.communities == 6
        assert figures(report) == figures(in_one(monkeypatch))


def test_what_an_interrupted_report_left_behind_is_removed(municipality, monkeypatch):
    def stop(report):
        raise MemoryError

    kept = build_report(area="500101", on=D)
    before = figures(kept)
    monkeypatch.setattr(building, "store_areas", stop)
    monkeypatch.setattr("jobs.limits.ATTEMPTS", 1)
    assert run_here(enqueue("report", area_code="50", params={"as_of": "2023-06-30"})).state == Job.State.FAILED
    assert Report.objects.get() == kept
    assert Row.objects.exclude(report=kept).count() == 5 + 4 + 3
    other = enqueue("report", area_code="50", here=True)
    Job.objects.filter(pk=other.pk).update(state=Job.State.RUNNING)
    assert remove_unfinished() == 0, "it may belong to the report that is being computed"
    other.delete()
    assert remove_unfinished() == 1
    assert not Row.objects.exclude(report=kept).exists()
    assert not Result.objects.exclude(report=kept).exists()
    assert figures(kept) == before
