"""The dashboard: what changed, who stands where, what is spread, and which report answers for a day."""

import csv
import datetime
import json
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from communities.boundaries import parse_boundary, set_boundary
from communities.choices import Level, Role
from communities.models import Area, Community
from compliance.changes import change
from compliance.figures import Figure
from compliance.models import Report, Result, Row, Standard
from compliance.ranking import Member, Ranking, level_inside
from compliance.services import build_report
from compliance.trends import spark, trend
from records.versions import version_of
from tests.communities.offices import sent_once
from tests.factories import (
    make_community,
    make_compound,
    make_headcount,
    make_spell,
    make_standard,
    recode,
    remove_standards,
)
from tests.test_pages import cost
from tests.world import DAY, HERE, make_account

EARLIER = datetime.date(2023, 6, 30)
SLUG = "workers-per-10k"


def result(value=None, **values):
    return Result(indicator=SLUG, value=value and Decimal(value), **values)


def member(code, numerator, denominator, *, known=10, in_scope=10):
    value = Decimal(10000 * numerator) / denominator if denominator else None
    row = Row(level=Level.STREET, code=code, name=code)
    made = Result(indicator=SLUG, numerator=Decimal(numerator), denominator=Decimal(denominator), value=value)
    made.row, made.known, made.verdict = row, known, "exempt"
    return Member(row, Figure(made), in_scope)


@pytest.mark.parametrize(
    ("before", "now", "unit", "text"),
    [
        ("30.00", "32.10", "%", "+2.10 个百分点"),
        ("18", "16.5", "人", "−1.50 人"),
        ("18.001", "18.002", "人", "持平"),
    ],
)
def test_a_change_is_told_in_the_right_unit(before, now, unit, text):
    assert change(Decimal(before), Decimal(now), unit).text == text
    assert change(None, Decimal(now), unit) is None


def test_only_places_where_enough_answered_are_ranked():
    found = [member("1", 20, 10000), member("2", 30, 10000), member("3", 20, 10000), member("4", 90, 10000, known=8)]
    found.append(member("5", 0, 0, known=0))
    ranking = Ranking(Figure(result("20", operator="at_least", verdict="pass")), found)
    assert [(one.row.code, one.place) for one in ranking.members] == [
        *[("2", 1), ("1", 2), ("3", 2)], ("4", None), ("5", None),
    ]  # fmt: skip
    assert ranking.unfair == 2
    assert not any(one.added for one in found)


@pytest.mark.parametrize(("name", "level"), [("市辖区", Level.COUNTY), ("万州市", Level.CITY)])
def test_a_municipality_compares_its_counties(db, name, level):
    report = Report.objects.create(area_code="50", area_name="重庆市", as_of=DAY, communities=1, seconds=0)
    for at, code in [
        (Level.PROVINCE, "50"),
        (Level.CITY, "5001"),
        (Level.COUNTY, "500101"),
        (Level.STREET, "500101001"),
    ]:
        Row.objects.create(report=report, level=at, code=code, name=name if at == Level.CITY else code)
    assert level_inside(report, report.rows.get(code="50")) == level
    assert level_inside(report, report.rows.get(code="500101001")) == Level.COMMUNITY


def test_a_gap_is_spread_by_what_each_lacks_and_adds_up():
    found = [member("1", 10, 10000), member("2", 15, 10000), member("3", 30, 10000), member("4", 17, 10000)]
    missing = {"limit": Decimal(18), "operator": "at_least", "verdict": "fail", "shortfall": Decimal(5)}
    Ranking(Figure(result("18", **missing)), found)
    assert [one.added for one in found] == [3, 1, 0, 1]
    assert found[0].suggested == "13"


def test_a_trend_breaks_where_nothing_is_known():
    class Period:
        def __init__(self, month):
            self.day, self.row = datetime.date(2024, month, 1), Row(pk=month, name="Place")

    shown = [Period(month) for month in (1, 2, 3, 4, 5)]
    values = [30, 20, None, 25, 26]
    found = {
        (period.row.pk, SLUG): result(value, verdict="unknown" if value is None else "pass", limit=Decimal(18))
        for period, value in zip(shown, values, strict=True)
    }
    drawn = trend(shown, found, SLUG)
    assert len(drawn.lines) == 2
    assert drawn.points[-1].change.text == "+1 人"
    assert drawn.points[-2].change is None
    assert "−4 人" in drawn.title
    assert spark(shown, found, SLUG).label == "2024-01-01 30 → 2024-05-01 26"
    assert not trend(shown[:1], found, SLUG).is_drawn


@pytest.fixture
def officer(client, world):
    """A reviewer of the county, which has an earlier report and one community that did not answer it."""
    Community.objects.filter(pk=world.community.pk).update(term_until="2029-01-01")
    build_report(area=HERE, on=EARLIER)
    client.force_login(make_account(Role.COUNTY_REVIEWER))
    return client


def page(client, **asked):
    return client.get(reverse("compliance:overview"), asked)


def test_a_day_is_answered_by_the_newest_report_before_it(officer, world):
    for on, day in {"2024-01-31": EARLIER, "2024-06-30": DAY, "": DAY, "2024-02-30": DAY}.items():
        shown = page(officer, on=on, area=HERE).context
        assert shown["report"].as_of == day, on
        assert bool(shown["asked"].error) is (on == "2024-02-30")
    assert page(officer, on="2024-01-31").context["asked"].build_form().initial["as_of"] == datetime.date(2024, 1, 31)
    before = page(officer, on="2000-01-01")
    assert before.context["overview"] is None
    assert "2023年6月30日" in before.content.decode()


def test_figures_are_compared_with_the_report_before_and_councils_with_the_term_before(officer, world):
    overview = page(officer).context["overview"]
    found = {figure.slug: figure for figure in overview.figures}
    assert found["floor-area"].change.since == EARLIER
    assert found["combined-head-share"].change.since == EARLIER
    Community.objects.filter(pk=world.community.pk).update(term_until="2026-01-01")
    assert overview.term.day == EARLIER
    assert page(officer).context["overview"].term is None


def test_every_chart_has_a_file(officer, world):
    for what in ("figures", "spread", "trend", "ranking"):
        address = reverse("compliance:overview_file", args=[what])
        body = officer.get(address, {"area": HERE, "indicator": "floor-area"}).content.decode("utf-8-sig")
        assert len(list(csv.reader(body.splitlines()))) > 1, what
    assert officer.get(reverse("compliance:overview_file", args=["x"])).status_code == 404


def test_a_place_the_report_does_not_know_is_said_in_words(officer, world):
    code = f"{HERE}001009"
    Community.objects.create(code=code, name="New", kind="residents", established_on="2025-01-01")
    answer = page(officer, area=code)
    assert answer.status_code == 200
    assert code in answer.content.decode()
    assert page(officer, area=f"{HERE}001888").status_code == 404
    assert page(officer, area="510199").status_code == 404


def test_many_periods_cost_as_many_queries_as_few(officer, world):
    address = reverse("compliance:overview") + "?indicator=floor-area"
    few = cost(officer, address)
    for month in range(1, 13):
        past = Report.objects.create(
            area_code=HERE, area_name="Area", as_of=f"2022-{month:02}-28", communities=1, seconds=0
        )
        row = Row.objects.create(report=past, level=Level.COUNTY, code=HERE, name="Area")
        Result.objects.create(report=past, row=row, indicator="floor-area", value=100 + month, verdict="exempt")
    assert cost(officer, address) == few
    answer = page(officer, indicator="floor-area")
    assert len(answer.context["overview"].trend.points) == 14


def test_an_indicator_shows_its_standards_and_exports_them(officer, world):
    Standard.objects.create(
        indicator=SLUG, area=HERE, levels=["county"], started_on="2020-01-01", ended_on="2022-01-01",
        operator="at_least", limit="12", document="Doc 1", url="https://example.org/",
    )  # fmt: skip
    answer = officer.get(reverse("compliance:indicator_detail", args=[SLUG]))
    assert len(answer.context["timeline"].bars) == len(answer.context["standards"])
    assert "Doc 1" in officer.get(reverse("compliance:indicator_file", args=[SLUG])).content.decode()
    assert officer.get(reverse("compliance:indicator_detail", args=["nothing"])).status_code == 404


def test_two_days_and_two_places_stand_side_by_side(officer, world):
    address = reverse("compliance:overview_compare")
    same = officer.get(address).context["comparison"]
    assert same.names == [str(EARLIER), str(DAY)]
    street = officer.get(address, {"area": f"{HERE}001", "other": HERE}).context["comparison"]
    assert [side.row.code for side in street.sides] == [HERE, f"{HERE}001"]
    assert all(pair.change.text == "持平" for pair in street.pairs if pair.change)
    assert officer.get(address, {"other": "510199"}).status_code == 404
    assert officer.get(address, {"other_on": "2000-01-01"}).context["comparison"] is None
    body = officer.get(reverse("compliance:overview_compare_file")).content.decode("utf-8-sig")
    assert body.splitlines()[0].split(",")[3] == str(EARLIER)


def test_a_community_is_found_under_a_code_it_had_on_no_day_of_the_report(officer, world):
    new = f"{HERE}001999"
    recode(world.community, new, datetime.date(2024, 7, 1))
    shown = page(officer, area=new).context["overview"]
    assert shown.row.code == f"{HERE}001001"
    assert len(shown.periods) == 2


def test_oversized_empty_and_newly_built_communities_are_found(officer, world):
    full, empty, vacant = (make_community(f"{HERE}00180{number}") for number in (1, 2, 3))
    make_headcount(full, on=DAY, households=4000, occupied_households=900, planned_households=1000)
    make_headcount(empty, on=DAY, residents=0, households=10)
    make_spell(vacant, staff_kind="member", ended_on="2024-01-01")
    make_compound(full, name="Garden", built_year=2022, households=700)
    make_compound(empty, name="Tower", built_year=2022)
    remove_standards()
    make_standard("households-per-community", "1000-3000", operator="between", is_advisory=True)
    report = build_report(area=HERE, on=DAY)

    def rows(kind, **asked):
        answer = officer.get(reverse("compliance:unusual"), {"kind": kind, "report": report.pk, **asked})
        assert answer.status_code == 200
        return [[str(cell) for cell in row] for row in answer.context["found"].rows]

    assert [(row[1], row[4]) for row in rows("oversized")] == [(full.code, "1,000")]
    assert {row[1] for row in rows("shell")} == {empty.code, vacant.code}
    assert [row[0] for row in rows("estates", share="90")] == ["Garden"]
    assert rows("estates", share="91") == []
    assert rows("estates", share="NaN") != []
    answer = officer.get(reverse("compliance:unusual"), {"on": "2000-01-01"})
    assert answer.context["found"] is None
    assert officer.get(reverse("compliance:unusual"), {"report": world.here.pk}).context["found"].unable


def test_a_trace_leads_to_the_rows_and_a_sum_to_its_parts(officer, world):
    row = world.row(world.here)
    address = reverse("compliance:report_trace", args=[world.here.pk, row.pk, "floor-area"])
    shown = officer.get(address).context
    assert shown["today"].groups[0][1][0]["url"].startswith("/office/facility/")
    assert len(shown["trend"].points) == 2
    assert len(officer.get(shown["trend_file"]).content.decode().splitlines()) == 3
    county = Row.objects.get(report=world.here, code=HERE)
    address = reverse("compliance:report_trace", args=[world.here.pk, county.pk, "floor-area"])
    assert [member.row.code for member in officer.get(address).context["members"]] == [f"{HERE}001"]


SQUARE = [[106.5, 29.5], [106.6, 29.5], [106.6, 29.6], [106.5, 29.5]]


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "[]", "{}", "1", '{"type": "Point", "coordinates": [1, 2]}', "[" * 5000),
        *(
            json.dumps({"type": "Polygon", "coordinates": wrong})
            for wrong in ([], [SQUARE[:3]], [[*SQUARE[:3], [106.7, 29.5]]], [[[29.5, 106.5]] * 4], "x", [["x"] * 4])
        ),
        json.dumps({"type": "FeatureCollection", "features": [{}, {}]}),
    ],
)
def test_what_is_no_outline_is_refused_in_words(text):
    with pytest.raises(ValidationError):
        parse_boundary(text)


def test_outlines_are_sketched_for_those_who_are_signed_in(officer, world):
    geometry = {"type": "Polygon", "coordinates": [SQUARE]}
    text = json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": geometry}]})
    clerk = make_account(Role.STREET_CLERK)
    set_boundary(place=world.community, boundary=parse_boundary(text), user=clerk, reason="Drawn")
    world.community.refresh_from_db()
    assert world.community.boundary == geometry
    answer = page(officer, area=f"{HERE}001", indicator="floor-area")
    assert [outline.member.row.code for outline in answer.context["overview"].outlines] == [world.community.code]
    assert "不作为勘界依据" in answer.content.decode()

    county = {"area": HERE, "indicator": "floor-area"}
    (by_parts,) = page(officer, **county).context["overview"].outlines
    assert by_parts.member.row.code == f"{HERE}001"
    street = Area.objects.get(code=f"{HERE}001")
    act = reverse("communities:area_act", args=[street.pk, "boundary"])
    wider = json.dumps({**geometry, "coordinates": [[[x * 1.01, y] for x, y in SQUARE]]})
    assert officer.post(act, sent_once(version=version_of(street), boundary=wider)).status_code == 302
    (own,) = page(officer, **county).context["overview"].outlines
    assert (own.member.row.code, own.path == by_parts.path) == (f"{HERE}001", False)
    officer.logout()
    public = officer.get(reverse("communities:public", args=[world.community.code])).content.decode()
    assert "106.6" not in public
