"""A stricter standard goes from draft to the next report by two persons; a word of the congress is put right."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.choices import Role
from communities.roles import sync_roles
from compliance.following_reports import follow
from compliance.models import Standard, StandardDraft
from compliance.services import build_report
from rectification.models import Finding
from tests.browser.test_import import look
from tests.browser.test_main_path import sign_in, sign_out
from tests.factories import (
    make_area,
    make_community,
    make_facility,
    make_headcount,
    make_standard,
    remove_standards,
)
from tests.world import HERE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STREET = f"{HERE}001"
LAST_YEAR, THIS_YEAR = datetime.date(2024, 12, 31), datetime.date(2025, 6, 30)


@pytest.fixture
def reports(live_server):
    """Two communities that both have the 250 ㎡ asked for so far; the report of last year says so."""
    sync_roles()
    remove_standards()
    for code in (HERE, STREET):
        make_area(code, name="解放碑街道" if code == STREET else "渝中区")
    make_standard("floor-area", 250, area=HERE, document="渝中民〔2018〕3号")
    for name, area in {"较场口社区": 260, "民权路社区": 500}.items():
        place = make_community(street=STREET, name=f"{name}居民委员会", short_name=name)
        make_headcount(place, households=1000)
        make_facility(place, area=area)
    return [build_report(area=HERE, on=LAST_YEAR)]


def confirm(page):
    page.click("main button.btn-primary")


def verdict(page, report):
    """What the report's table says of the smaller place."""
    page.goto(reverse("compliance:report_detail", args=[report.pk]) + "?level=community&indicator=floor-area")
    return page.inner_text("tr:has-text('较场口社区') .chip")


def draft(page):
    page.goto(reverse("compliance:standard_list"))
    page.click("text=起草标准")
    confirm(page)
    assert page.locator(".invalid-feedback").count() >= 4
    look(page, "bureau-1-errors")
    page.select_option("#id_indicator", "floor-area")
    page.select_option("#id_operator", "at_least")
    page.check("[name=levels][value=community]")
    for name, value in {
        "area": HERE,
        "limit": "300",
        "started_on": "2025-01-01",
        "document": "渝中民〔2025〕1号",
    }.items():
        page.fill(f"#id_{name}", value)
    confirm(page)
    look(page, "bureau-2-draft")
    page.click(".actions a:text-is('测算影响')")
    page.fill("#id_on", LAST_YEAR.isoformat())
    page.click("button:text-is('测算')")
    assert "1 个社区将变为未达标" in page.inner_text("h1")
    assert "较场口社区" in page.inner_text("section[aria-labelledby=side-1]")
    look(page, "bureau-3-whatif")


def test_two_persons_set_a_standard_and_the_next_report_judges_by_it(page, reports):
    sign_in(page, Role.COUNTY_REVIEWER, "officer")
    draft(page)
    publish = reverse("compliance:standarddraft_publish", args=[StandardDraft.objects.get().pk])
    page.goto(publish)
    assert page.is_visible(".notice:has-text('请由另一位')")
    assert page.locator("main button.btn-primary").count() == 0
    look(page, "bureau-4-own")
    page.goto(reverse("compliance:standards"))
    assert "渝中民〔2025〕1号" not in page.inner_text("main")
    page.goto(reverse("compliance:standarddraft_list"))
    sign_out(page)

    sign_in(page, Role.COUNTY_REVIEWER, "colleague")
    page.goto(publish)
    confirm(page)
    assert Standard.objects.get(document="渝中民〔2018〕3号").ended_on == datetime.date(2025, 1, 1)
    look(page, "bureau-5-published")
    this_year = build_report(area=HERE, on=THIS_YEAR)
    follow(this_year)
    assert [verdict(page, one) for one in (*reports, this_year)] == ["✓ 达标", "✕ 未达标"]
    page.click(".account a:has-text('提醒')")
    assert "较场口社区" in page.inner_text("main tbody")
    look(page, "bureau-6-alerts")


def test_a_word_of_the_congress_becomes_a_finding_that_another_person_closes(page, reports):
    sign_in(page, Role.COUNTY_REVIEWER, "officer")
    page.goto(reverse("rectification:finding_add"))
    page.select_option("#id_origin", "congress")
    for name, value in {
        "place": STREET,
        "title": "社区用房面积不足",
        "words": "建议三年内补足社区综合服务用房。",
        "unit": "解放碑街道办事处",
    }.items():
        page.fill(f"#id_{name}", value)
    look(page, "bureau-7-form")
    confirm(page)
    look(page, "bureau-8-finding")
    page.click(".actions a:text-is('填报进展')")
    page.fill("#id_words", "已租用 400 平方米用房。")
    look(page, "bureau-9-progress")
    confirm(page)
    page.click(".actions a:text-is('报告完成')")
    page.fill("#id_on", timezone.localdate().isoformat())
    page.fill("#id_result", "用房已补足。")
    confirm(page)
    page.click(".actions a:text-is('销号')")
    confirm(page)
    assert "请由另一位同事销号" in page.inner_text("main")
    look(page, "bureau-10-refused")
    page.goto(reverse("rectification:finding_list"))
    sign_out(page)

    sign_in(page, Role.COUNTY_REVIEWER, "colleague")
    page.goto(reverse("rectification:finding_list"))
    look(page, "bureau-11-list")
    page.click("tbody a:text-is('社区用房面积不足')")
    page.click(".actions a:text-is('销号')")
    confirm(page)
    page.wait_for_selector("text=已销号")
    assert Finding.objects.get().closed_by.username == "colleague"
    page.goto(reverse("rectification:finding_notice", args=[Finding.objects.get().pk]))
    look(page, "bureau-12-notice")
