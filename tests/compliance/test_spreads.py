"""How indicators are spread over communities: worked out for a page, or once for all pages of a large area."""

from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compliance import spreads
from compliance.engine import building
from compliance.models import Digest, Report, Result, Row
from compliance.services import build_report
from tests.factories import make_community
from tests.world import DAY

COUNTY = "110101"


@pytest.fixture
def report(db):
    """A county of five communities; one has no value, one is held to another limit."""
    made = Report.objects.create(area_code=COUNTY, area_name="Area", as_of=DAY, communities=5, seconds=0)
    codes = [COUNTY, *(f"{COUNTY}00100{index}" for index in range(1, 6))]
    levels = ["county", *["community"] * 5]
    rows = [
        Row.objects.create(report=made, level=level, code=code, name=code, communities=5 if level == "county" else 1)
        for level, code in zip(levels, codes, strict=True)
    ]
    for slug, operator, gaps in [("floor-area", "at_least", True), ("secondment-rate", "at_most", False)]:
        for row, value in zip(rows[1:], [10, 25, None, 5, 70], strict=True):
            fails = value is not None and (value < 30 if operator == "at_least" else value > 20)
            Result.objects.create(
                report=made, row=row, indicator=slug, value=value, operator=operator, limit=30,
                standard_id=row.pk if row is rows[1] else 7, verdict="fail" if fails else "pass",
                shortfall=30 - value if fails and gaps else None,
            )  # fmt: skip
    return made


def codes(report, spread):
    called = dict(report.rows.values_list("pk", "code"))
    return [called[row][-1] for row in spread.largest]


def test_a_digest_says_what_the_results_say_and_is_not_asked_twice(report, monkeypatch):
    found = {slug: spreads.spread(report, COUNTY, slug) for slug in ("floor-area", "secondment-rate", "teams")}
    area = found["floor-area"]
    assert (area.known, area.least, area.median, area.most, area.limit, area.shortfall) == (4, 5, 10, 70, 30, 50)
    assert (area.step, sum(area.counts.values()), area.counts[1]) == (10, 4, 1)
    assert codes(report, area) == ["4", "1", "2"]
    assert codes(report, found["secondment-rate"]) == ["5", "2"]
    assert found["teams"].known == 0
    used = spreads.standards_used(report, COUNTY)

    monkeypatch.setattr(spreads, "LARGE", 4)
    spreads.keep_digests(report)
    spreads.keep_digests(report)
    assert list(Digest.objects.values_list("code", flat=True)) == [COUNTY]
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        assert spreads.spread(report, COUNTY, "floor-area") == area
        assert spreads.spread(report, COUNTY, "secondment-rate") == found["secondment-rate"]
    assert len(asked) == 1
    assert spreads.standards_used(report, COUNTY) == used == {7, report.rows.get(code__endswith="1001").pk}


KNOWN = """
SELECT tablename FROM pg_stats
WHERE attname = 'report_id' AND %s = ANY(most_common_vals::text::bigint[])
"""


def test_the_planner_knows_a_large_report_when_it_appears(db, monkeypatch):
    """Or each page of its communities would look through all rows for every result."""
    monkeypatch.setattr(building, "MANY", 1)
    make_community("110101001001")
    report = build_report(area=COUNTY, on=DAY)
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [report.pk])
        assert {name for (name,) in cursor.fetchall()} >= {"compliance_row", "compliance_result"}


def test_the_digest_of_a_draft_goes_with_it(db, monkeypatch):
    monkeypatch.setattr(spreads, "LARGE", 0)
    make_community(code=f"{COUNTY}001001")
    for _night in range(2):
        draft = build_report(area=COUNTY, on=DAY, month="2024-06")
        spreads.keep_digests(draft)
    assert set(Digest.objects.values_list("report", flat=True)) == {draft.pk}
    kept = Digest.objects.get(code=COUNTY).spreads
    assert Decimal(kept["floor-area"]["known"]) == 0
