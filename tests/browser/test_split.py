"""A community is split in the middle of a year: the form, the table of who goes where, and both years' reports."""

import datetime

import pytest
from django.urls import reverse

from communities.choices import Role
from communities.models import CommunityChange, Distribution
from compliance.models import Result
from compliance.services import build_report, publish_report
from staffing.models import Spell
from tests.browser.test_import import look
from tests.browser.test_main_path import sign_in
from tests.factories import make_community, make_facility, make_fund, make_headcount, make_spell
from tests.world import HERE, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BEFORE, DAY, AFTER = datetime.date(2025, 12, 31), datetime.date(2026, 7, 1), datetime.date(2026, 9, 30)
STREET = f"{HERE}001"
WORKERS = "workers-per-community"


def figures(report):
    """{(code, indicator): (numerator, denominator, verdict)} of a stored report."""
    return {
        (one.row.code, one.indicator): (one.numerator, one.denominator, one.verdict)
        for one in Result.objects.filter(report=report).select_related("row")
    }


@pytest.fixture
def east(live_server):
    """A community of three people, one centre, one budget, counted once."""
    make_world()
    place = make_community(f"{STREET}011", name="东风社区居民委员会", short_name="东风社区")
    for name in ("张三", "李四", "王五"):
        make_spell(place, name=name)
    make_facility(place, name="党群服务中心", area=300)
    make_fund(place, year=2026, budgeted=100_000)
    make_headcount(place, residents=9000, urban_residents=9000, households=3000)
    return place


def test_a_community_is_split_mid_year_and_both_reports_are_right(page, east):
    past = build_report(area=HERE, on=BEFORE)
    publish_report(past)
    published = figures(past)
    assert published[east.code, WORKERS][0] == 3

    sign_in(page, Role.COUNTY_REVIEWER, "county")
    for number, name in ((12, "东一社区居民委员会"), (13, "东二社区居民委员会")):
        page.goto(reverse("communities:community_add"))
        page.fill("#id_code", f"{STREET}0{number}")
        page.fill("#id_name", name)
        page.select_option("#id_kind", "residents")
        page.click(".formbar .btn-primary")
        page.wait_for_selector(".notice.success")
    page.goto(reverse("communities:communitychange_add"))
    page.select_option("#id_kind", label="拆分")
    page.fill("#id_on", "2026-07-01")
    page.fill("#id_before", east.code)
    page.fill("#id_after", f"{STREET}012;{STREET}013")
    page.fill("#id_decree", "区政府〔2026〕8号")
    look(page, "split-1-decision")
    page.click(".formbar .btn-primary")
    page.wait_for_selector("text=还有 5 条")
    look(page, "split-2-waiting")

    page.click("text=分配人员、设施和经费 >> nth=0")
    page.wait_for_selector("text=社区工作者 · 原东风社区")
    page.get_by_label("张三").select_option(label="东一社区居民委员会")
    page.select_option("#id_rest", label="东二社区居民委员会")
    page.fill(
        "label:has-text('分给东一社区的百分比') + div input, label:has-text('分给东一社区的百分比') ~ input", "40"
    )
    look(page, "split-3-table")
    page.click(".formbar .btn-primary")
    page.wait_for_selector("text=份额合计应为 100%")
    look(page, "split-4-refused")
    page.fill(
        "label:has-text('分给东二社区的百分比') + div input, label:has-text('分给东二社区的百分比') ~ input", "60"
    )
    page.click(".formbar .btn-primary")
    page.wait_for_selector("text=分配表")
    look(page, "split-5-done")
    assert Distribution.objects.filter(change=CommunityChange.objects.get(before=east.code)).count() == 6
    assert not page.is_visible("text=还有 5 条")
    assert dict(
        Spell.objects.filter(ended_on=None, worker__name__in=["张三", "李四", "王五"]).values_list(
            "worker__name", "community__code"
        )
    ) == {"张三": f"{STREET}012", "李四": f"{STREET}013", "王五": f"{STREET}013"}

    assert figures(past) == published
    again = figures(build_report(area=HERE, on=BEFORE))
    assert again == published
    now = figures(build_report(area=HERE, on=AFTER))
    assert (east.code, WORKERS) not in now
    assert (now[f"{STREET}012", WORKERS][0], now[f"{STREET}013", WORKERS][0]) == (1, 2)
    assert now[HERE, WORKERS][0] == published[HERE, WORKERS][0]
    assert now[HERE, "floor-area"][0] == published[HERE, "floor-area"][0]
    page.goto(reverse("compliance:report_detail", args=[past.pk]) + f"?level=community&indicator={WORKERS}")
    assert "东风社区" in page.inner_text("main")
    look(page, "split-6-past-report")
