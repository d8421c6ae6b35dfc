"""An officer reads where the county stands, goes to the street that lacks most, drills to a community and its trace."""

import os
from pathlib import Path

import pytest
from django.urls import reverse

from communities.choices import Role
from communities.models import Community
from compliance.services import build_report
from tests.browser.test_main_path import PHONE, faults, is_too_wide, sign_in
from tests.factories import make_area, make_community, make_facility, make_headcount
from tests.world import DAY, HERE, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SHOTS", "")
"""A folder for pictures of every step; none are taken without it."""


@pytest.fixture
def county(live_server):
    """A county with two streets, the second of which lacks most, and two reports."""
    make_world()
    make_area(f"{HERE}002", name="Second street")
    for number in (1, 2):
        place = make_community(f"{HERE}00200{number}", name=f"Far place {number}", short_name=f"Far place {number}")
        make_headcount(place, households=1000)
        make_facility(place, area=50 * number, name="Hall", opened_on="2024-01-01")
    assert Community.objects.filter(code__startswith=HERE).count() == 4
    for day in (DAY.replace(year=2023), DAY):
        build_report(area=HERE, on=day)


def look(page, name):
    """No fault, not too wide on a phone; pictures of all sizes where they are wanted."""
    assert not faults(page), name
    wide = page.viewport_size
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"dashboard-{name}.png", full_page=True)
        page.pdf(path=Path(SHOTS) / f"dashboard-{name}.pdf", format="A4")
    page.set_viewport_size(PHONE)
    assert not is_too_wide(page), name
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"dashboard-{name}-phone.png", full_page=True)
    page.set_viewport_size(wide)


def test_an_officer_drills_from_the_county_to_the_rows(page, county):
    sign_in(page, Role.COUNTY_REVIEWER, "officer")
    page.goto(f"{reverse('compliance:overview')}?indicator=area-per-100-households")
    assert "未达标" in page.inner_text("h1")
    assert page.locator("svg.chart").count() == 2
    look(page, "1-county")
    with page.expect_download() as file:
        page.click("section[aria-labelledby=trend] a:text-is('下载表格')")
    assert file.value.suggested_filename.endswith("trend.csv")
    gaps = {
        row.inner_text().split("\t")[1]: row for row in page.locator("section[aria-labelledby=below] tbody tr").all()
    }
    gaps["Second street"].locator("th a").click()
    assert page.inner_text(".crumbs").split()[-1] == "street"
    look(page, "2-street")
    page.click("section[aria-labelledby=gaps] tbody tr:first-child th a")
    assert "Far place 1" in page.inner_text("h1")
    look(page, "3-community")
    page.click("section[aria-labelledby=all] tbody tr:has-text('每百户') td.num a")
    assert page.inner_text("h1").startswith("Far place 1")
    look(page, "4-trace")
    page.click("th a:text-is('Hall')")
    assert "Hall" in page.inner_text("h1")
    page.goto(reverse("compliance:overview_compare"))
    look(page, "5-compare")
    page.goto(reverse("compliance:unusual"))
    look(page, "6-unusual")
    page.goto(reverse("compliance:indicator_detail", args=["area-per-100-households"]))
    look(page, "7-indicator")


def test_a_day_without_a_report_is_asked_for_where_it_is_missing(page, county):
    sign_in(page, Role.COUNTY_REVIEWER, "officer")
    page.goto(f"{reverse('compliance:overview')}?area={HERE}&on=2024-03-31")
    look(page, "8-day")
    page.click("button:text-is('按 2024-03-31 测算')")
    page.wait_for_selector("progress")
