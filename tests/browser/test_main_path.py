"""The main path in a real browser: residents look, an office computes and publishes, residents see it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse

from communities.choices import Role
from compliance.models import Report
from jobs.models import Job
from jobs.services import run_here
from tests.world import HERE, make_account, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 780}


@pytest.fixture
def shown(live_server, settings):
    """The two counties of the tests, the site about the first."""
    settings.SITE_AREA = HERE
    return make_world()


def sit_down(page, user):
    """At the desk of an account: its session as a login leaves it, without the two pages that takes."""
    page.context.clear_cookies()
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "domain": "localhost", "path": "/"}]
    )


def sign_in(page, role, name):
    """A new account at its desk."""
    sit_down(page, make_account(role, name=name))


def log_in(page, role, name):
    """A new account, by the page for it."""
    make_account(role, name=name)
    page.goto(reverse("login"))
    page.fill("#id_username", name)
    page.fill("#id_password", "right-horse-7")
    page.click("main button[type=submit]")


def sign_out(page):
    page.click(".topbar .account button")


def faults(page):
    """What axe finds on the page shown: [(rule, where)]"""
    found = Axe().run(page).response["violations"]
    return [(each["id"], node["html"][:160]) for each in found for node in each["nodes"]]


def is_too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_residents_go_from_the_home_page_to_their_community(page, shown):
    page.goto("/")
    assert not faults(page)
    page.click(f"text=Street {HERE}001")
    assert not faults(page)
    page.click(f"text=Place {HERE} No 1")
    assert page.inner_text("h1") == f"Place {HERE} No 1"
    assert not faults(page)
    page.set_viewport_size(PHONE)
    for address in ("/", reverse("compliance:area", args=[f"{HERE}001"]), reverse("compliance:standards"), page.url):
        page.goto(address)
        assert not is_too_wide(page), address


def test_an_office_computes_and_another_person_publishes(page, shown):
    Report.objects.update(state="withdrawn")
    Job.objects.all().delete()
    log_in(page, Role.COUNTY_REVIEWER, "reviewer")
    page.goto(reverse("compliance:report_add"))
    assert not faults(page)
    page.fill("#id_area", HERE)
    page.fill("#id_as_of", "2024-07-31")
    page.click("main button[type=submit]")
    page.wait_for_selector("progress")
    assert not faults(page)
    job = run_here(Job.objects.get())
    page.wait_for_url(f"**{reverse('compliance:report_detail', args=[job.result['report']])}")
    assert not faults(page)
    sign_out(page)

    log_in(page, Role.COUNTY_REVIEWER, "another")
    page.goto(reverse("compliance:overview"))
    assert not faults(page)
    page.goto(reverse("compliance:report_detail", args=[job.result["report"]]))
    page.click(".actions a[href$='/publish/']")
    page.click("main button[type=submit]")
    assert page.locator("[role=status]").count() == 1
    page.goto("/")
    assert "2024" in page.inner_text("main")
    assert Report.objects.get(pk=job.result["report"]).state == "published"


def test_every_value_leads_to_its_trace(page, shown):
    sign_in(page, Role.STREET_CLERK, "clerk")
    page.goto(reverse("compliance:report_detail", args=[shown.here.pk]) + "?level=community&indicator=floor-area")
    page.click("table.figures tbody tr:first-child td.num a")
    assert page.locator("table.figures").count() >= 1
    assert not faults(page)
    page.set_viewport_size(PHONE)
    for address in (page.url, reverse("compliance:overview"), reverse("compliance:report_list")):
        page.goto(address)
        assert not is_too_wide(page), address


def test_pages_work_without_scripts(browser, live_server, shown):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    log_in(page, Role.COUNTY_REVIEWER, "reviewer")
    page.goto(reverse("compliance:report_add"))
    page.fill("#id_area", HERE)
    page.fill("#id_as_of", "2024-07-31")
    Job.objects.all().delete()
    page.click("main button[type=submit]")
    job = run_here(Job.objects.get())
    page.goto(reverse("communities:job_detail", args=[job.pk]))
    assert page.url.endswith(reverse("compliance:report_detail", args=[job.result["report"]]))
    context.close()
