"""Residents on an old phone: find the community, read whether it has enough, what to bring, what is near."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from communities.choices import Role
from communities.roles import sync_roles
from communities.views.site import PAGES
from compliance.models import Publication
from compliance.services import build_report, publish_report
from facilities.models import PublicService
from tests.browser.test_import import look
from tests.browser.test_main_path import PHONE, faults, is_too_wide
from tests.factories import (
    make_community,
    make_disclosure,
    make_facility,
    make_headcount,
    make_notice,
    make_spell,
    make_standard,
    publish_text,
)
from tests.world import DAY, HERE, make_account, make_county

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL = """() => Array.from(document.querySelectorAll("body *")).filter((one) => one.getClientRects().length
    && !one.closest(".visually-hidden, .skip")
    && Array.from(one.childNodes).some((node) => node.nodeType === 3 && node.data.trim())
    && parseFloat(getComputedStyle(one).fontSize) < 20).map((one) => one.outerHTML.slice(0, 90))"""
"""What is set in less than 20 px."""
LOW = """() => Array.from(document.querySelectorAll("a, button, summary, input, select, textarea")).filter((one) =>
    one.getClientRects().length && !one.matches(".skip") && one.getBoundingClientRect().height < 59.5)
    .map((one) => one.outerHTML.slice(0, 90))"""
"""What is hard to hit with a finger."""
STRONG = {"rules": {"color-contrast-enhanced": {"enabled": True}}}
"""All that axe looks for, and a contrast of 7:1."""


@pytest.fixture
def place(live_server, settings):
    """较场口社区: 600 households, 120 ㎡, a service, and a published report about it."""
    settings.SITE_AREA = HERE
    sync_roles()
    make_county(HERE)
    place = make_community(f"{HERE}001003", name="较场口社区", extent="民权路10—48号、磁器街", phone="010-12345678")
    make_spell(place, name="王书记", party_post="secretary")
    make_headcount(place, on=DAY, households=600, residents=1500)
    make_facility(place, name="党群服务中心", area=120, latitude="29.556", longitude="106.57", opened_on="2020-01-01")
    PublicService.objects.create(
        area=HERE, name="最低生活保障申请", theme="relief", materials="身份证;户口簿", steps="提交→核对→公示", days=30
    )
    make_standard("floor-area", "300", document="示例〔2023〕1号", clause="第五条")
    Publication.objects.update_or_create(area=HERE, indicator="floor-area", defaults={"reach": "community"})
    publish_report(build_report(area=HERE, on=DAY))
    return place


@pytest.fixture
def published(place):
    """What it has published: a disclosure and a notice."""
    writer, other = make_account(Role.STREET_CLERK, f"{HERE}001"), make_account(Role.STREET_REVIEWER, f"{HERE}001")
    return [publish_text(make(place), writer, other) for make in (make_disclosure, make_notice)]


def look_for(page, words):
    page.goto("/")
    page.fill("#find", words)
    page.press("#find", "Enter")


def test_a_resident_finds_community_verdict_service_and_what_is_near(browser, live_server, place):
    context = browser.new_context(
        base_url=live_server.url, viewport=PHONE, locale="zh-CN", permissions=["geolocation"],
        geolocation={"latitude": 29.5551, "longitude": 106.57},
    )  # fmt: skip
    page = context.new_page()
    for words in ("jck", "jiaochang", "磁器街", "民权路"):
        look_for(page, words)
        assert page.locator("ul.hits a", has_text="较场口社区").count() == 1, words
    page.click("ul.hits a")
    enough = page.inner_text("[aria-labelledby=panel-figures]")
    for told in ("120", "未达标", "300 ㎡", "示例〔2023〕1号 第五条"):
        assert told in enough
    look(page, "residents-1-phone")

    look_for(page, "低保")
    page.click("text=最低生活保障申请")
    assert "户口簿" in page.inner_text("main")
    look(page, "residents-2-service")

    page.goto(reverse("facilities:nearby"))
    page.click("main button[type=submit]")
    page.wait_for_selector("ul.hits")
    assert "约 110 米" in page.inner_text("ul.hits")
    assert "29.5" not in page.url
    assert not faults(page)
    context.close()


def test_every_public_page_in_large_type_and_without(page, place, published):
    page.set_viewport_size(PHONE)
    item, notice = published
    service = PublicService.objects.get(name="最低生活保障申请")
    addresses = [
        "/", reverse("compliance:area", args=[f"{HERE}001"]), reverse("communities:public", args=[place.code]),
        reverse("facilities:services"), reverse("facilities:service", args=[service.pk]),
        reverse("facilities:nearby"), reverse("communities:find") + "?q=jck", reverse("compliance:standards"),
        reverse("communities:open_data"), *(reverse("communities:about", args=[each]) for each in PAGES),
        *(reverse(f"disclosure:{name}", args=[item.pk]) for name in ("item", "sheet", "object")),
        *(reverse(f"disclosure:{name}", args=[notice.pk]) for name in ("notice", "screen")),
        reverse("disclosure:items"), reverse("disclosure:notices"),
    ]  # fmt: skip
    for size in (None, "大字版", "特大字"):
        if size:
            page.goto("/")
            page.click(f"text={size}")
        for address in addresses:
            page.goto(address)
            assert not is_too_wide(page), (address, size)
            if size is None:
                assert not faults(page), address
            elif size == "大字版":
                assert not Axe().run(page, options=STRONG).response["violations"], address
            if size and not address.endswith("screen/"):
                assert not page.evaluate(SMALL), (address, size)
                assert not page.evaluate(LOW), (address, size)
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(addresses[2])
    look(page, "residents-3-large")
    assert float(page.evaluate("getComputedStyle(document.querySelector('main dd')).fontSize")[:-2]) == 30


def test_somebody_of_seventy_reads_in_large_type_and_finds_it_so_again(browser, live_server, place, published):
    """Two steps of size, chosen once: community, staff and floor area, a disclosure, a service; no pop-ups."""
    context = browser.new_context(base_url=live_server.url, viewport=PHONE)
    page, opened = context.new_page(), set()
    for event in ("dialog", "popup"):
        page.on(event, lambda what: opened.add(str(what)))
    page.goto("/")
    page.click("text=大字版")
    look_for(page, "jiaochang")
    page.click("ul.hits a")
    for told in ("010-12345678", "120", "300 ㎡", "示例〔2023〕1号", "王书记"):
        assert told in page.inner_text("main"), told
    look(page, "residents-4-large-community")
    page.click("text=特大字")
    assert "较场口社区" in page.inner_text("h1")
    page.click("text=收支明细")
    look(page, "residents-5-larger-disclosure")
    page.close()

    page = context.new_page()
    page.goto(reverse("facilities:services"))
    assert page.get_attribute("body", "class") == "public elder larger"
    page.click("text=最低生活保障申请")
    assert "户口簿" in page.inner_text("main")
    look(page, "residents-6-larger-service")
    page.click("text=标准版")
    assert page.get_attribute("body", "class") == "public"
    assert not opened
    context.close()


def test_without_scripts_everything_is_there(browser, live_server, place, published):
    context = browser.new_context(base_url=live_server.url, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    look_for(page, "jck")
    page.click("ul.hits a")
    assert "120" in page.inner_text("[aria-labelledby=panel-figures]")
    page.click("text=收支明细")
    page.click("text=打印张贴稿")
    page.click("text=A3")
    assert published[0].number in page.inner_text(".board.a3")
    page.goto(reverse("facilities:nearby"))
    assert not page.is_visible("main button[type=submit]")
    assert page.is_visible("text=没有打开脚本")
    context.close()
