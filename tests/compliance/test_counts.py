"""社会服务统计: numbers as a period ended, unknown is not zero, every number leads to its rows."""

import datetime
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from communities.choices import Level, Role
from communities.models import Community
from communities.roles import sync_roles
from compliance.counts import keeping
from compliance.counts.counting import Counts
from compliance.counts.declaring import lines
from compliance.counts.periods import Span, last_over
from jobs.models import Job
from jobs.services import run_here
from tests.factories import make_area, make_community, make_facility, make_nil, make_spell, recode
from tests.world import HERE, make_account

pytestmark = pytest.mark.django_db
END = datetime.date(2024, 6, 30)
PAGE = "compliance:count_list"
ASKED = {"area": HERE, "by": "quarter", "year": 2024, "number": 2}


@pytest.fixture
def county(client):
    """A residents' committee with everything, a village that says it has nobody, one that has said nothing."""
    sync_roles()
    make_area(HERE, name="Area")
    make_area(f"{HERE}001", name="Street")
    first = make_community(groups=12)
    both = {"party_post": "secretary", "committee_post": "director", "staff_kind": "member"}
    make_spell(first, name="甲", gender="female", politics="party", **both)
    make_spell(first, name="乙", gender="male", committee_post="member", started_on=datetime.date(2024, 6, 1))
    make_spell(first, name="丙", committee_post="member", ended_on=END)
    make_facility(first, area=120)
    make_facility(first, area=80, opened_on=datetime.date(2024, 7, 1))
    village = make_community(kind="villagers")
    make_nil(village, "staffing")
    make_community()
    client.force_login(make_account(Role.COUNTY_REVIEWER))
    return client


def numbers(on=END, area=HERE, kind=""):
    counts = Counts(area, on, Level.STREET)
    found = {line.slug: counts.count(place, kind) for place, line in enumerate(lines())}
    return {slug: (one.value and float(one.value), one.known, one.asked) for slug, one in found.items()}


def test_worked_example():
    """As the second quarter of 2024 ended."""
    first = make_community(groups=12)
    make_spell(first, gender="female", politics="party", party_post="secretary", committee_post="director")
    found = numbers()
    expected = {
        "bodies": 1, "groups": 12, "members": 1, "members-women": 1, "members-party": 1, "directors": 1,
        "directors-women": 1, "combined-heads": 1, "workers": 1, "workers-women": 1, "workers-party": 1,
        "workers-certified": 0, "covered": None, "centres": None, "floor-area": None,
    }  # fmt: skip
    assert {slug: value for slug, (value, _known, _asked) in found.items()} == expected


def test_numbers_are_those_of_the_last_day(county):
    assert [numbers()[slug] for slug in ("bodies", "groups", "members", "members-women", "combined-heads")] == [
        (3, 3, 3), (12, 1, 3), (2, 2, 3), (1, 2, 3), (1, 2, 3),
    ]  # fmt: skip
    assert numbers()["centres"] == (1, 1, 3)
    assert numbers()["floor-area"] == (120, 1, 3)
    assert numbers(END - datetime.timedelta(days=1))["members"] == (3, 2, 3)
    assert numbers(kind="villagers")["members"] == (0, 1, 1)
    assert numbers(kind="villagers")["centres"] == (None, 0, 1)
    assert numbers(area=f"{HERE}002")["members"] == (0, 0, 0)
    first = Community.objects.get(groups=12)
    recode(first, f"{HERE}002001", datetime.date(2024, 7, 1))
    assert numbers(area=f"{HERE}001")["members"] == (2, 2, 3)


def test_every_number_on_the_page_leads_to_as_many_rows(county):
    answer = county.get(reverse(PAGE), ASKED)
    for line, total, _ours, _theirs, earlier, change in answer.context["table"]:
        rows = county.get(reverse("compliance:count_rows", args=[line.slug]), ASKED)
        if not line.term and not line.own:
            assert rows.context["page"].paginator.count == (total.value or 0), line.slug
        if line.slug == "members":
            assert (earlier.value, change) == (2, 0)
    assert "无数据" in answer.content.decode()
    people = reverse("compliance:count_rows", args=["members"])
    assert "甲 书记、主任" in county.get(people, ASKED).content.decode()
    assert county.get(people, {**ASKED, "kind": "villagers"}).context["page"].paginator.count == 0
    county.force_login(make_account(Role.CITY_OFFICER))
    assert "甲" not in county.get(people, ASKED).content.decode()
    county.force_login(make_account(Role.DEPARTMENT))
    assert county.get(people, ASKED).status_code == 403


def test_the_sheet_says_what_the_page_says(county):
    table = county.get(reverse(PAGE), ASKED).context["table"]
    for which in ("", "places"):
        answer = county.get(reverse(PAGE), {**ASKED, "format": "xlsx", "table": which})
        sheet = load_workbook(io.BytesIO(answer.content)).active
        told = {str(cell.value) for row in sheet.iter_rows() for cell in row}
        wanted = {f"{line.title}({line.unit})" if which else str(line.title) for line, *_more in table}
        assert wanted <= told
    county.force_login(make_account(Role.LEADER))
    assert county.get(reverse(PAGE), {**ASKED, "format": "xlsx"}).status_code == 403


def test_a_large_area_is_counted_by_a_job_and_shown_as_it_was_found(county, monkeypatch):
    at_once = county.get(reverse(PAGE), ASKED).context
    monkeypatch.setattr(keeping, "AT_ONCE", 2)
    page = county.get(reverse(PAGE), ASKED)
    assert "table" not in page.context
    assert "开始统计" in page.content.decode()
    assert county.get(reverse(PAGE), {**ASKED, "format": "xlsx"})["Content-Type"].startswith("text/html")
    url = reverse(PAGE, query=ASKED)
    answer = county.post(url)
    job = run_here(Job.objects.get(kind="count"))
    assert answer.url == reverse("communities:job_detail", args=[job.pk])
    assert county.get(answer.url).url == url
    make_community(groups=7)
    later = county.get(url)
    assert (later.context["table"], later.context["places"]) == (at_once["table"], at_once["places"])
    assert "重新统计" in later.content.decode()
    assert county.get(url, {"format": "xlsx", **ASKED})["Content-Type"].startswith("application/")
    assert county.get(reverse(PAGE), {**ASKED, "number": 1}).context["job"] is None
    county.post(url)
    run_here(Job.objects.filter(kind="count").latest("pk"))
    assert county.get(url).context["table"][0][1].value == 4


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"year": "2999"}, "year"),
        ({"year": "x"}, "year"),
        ({"number": "5"}, "number"),
        ({"number": ""}, "number"),
        ({"area": "510199"}, "area"),
        ({"area": "';"}, "area"),
        ({"by": "week"}, "by"),
    ],
)
def test_what_cannot_be_counted_is_said_in_words(county, asked, field):
    answer = county.get(reverse(PAGE), {**ASKED, **asked})
    assert answer.context["form"].errors[field]
    assert county.get(reverse("compliance:count_rows", args=["members"]), {**ASKED, **asked}).status_code == 404


def test_places_without_communities_and_lines_that_are_not_there(county):
    Community.objects.update(established_on="2025-01-01")
    assert "没有居(村)委会" in county.get(reverse(PAGE), ASKED).content.decode()
    assert county.get(reverse("compliance:count_rows", args=["nothing"]), ASKED).status_code == 404
    assert county.get(reverse(PAGE)).context["span"].by == "year"


@pytest.mark.parametrize(
    ("span", "end"),
    [
        (Span("month", 2024, 2), "2024-02-29"),
        (Span("quarter", 2023, 4), "2023-12-31"),
        (Span("year", 2023), "2023-12-31"),
    ],
)
def test_a_period_is_known_by_its_last_day(span, end):
    assert span.end.isoformat() == end
    assert last_over(span.by, span.end + datetime.timedelta(days=1)) == span
    assert last_over(span.by, span.end) == span.before
