"""A yearly report in a real browser: an officer opens it, writes, chooses a figure, takes the Word file."""

import io

import pytest
from django.urls import reverse
from docx import Document

from communities.choices import Role
from jobs.models import Job
from jobs.services import run_here
from tests.browser.test_main_path import PHONE, faults, is_too_wide, log_in
from tests.world import DAY, HERE, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_officer_writes_and_takes_the_word_file(page, live_server, settings):
    settings.SITE_AREA = HERE
    world = make_world()
    log_in(page, Role.COUNTY_REVIEWER, "reviewer")
    page.click("nav.side >> text=测算和整改")
    page.click("nav.side a[href='/office/paper/']")
    page.fill("#id_area", HERE)
    page.fill("#id_on", f"{DAY:%Y-%m-%d}")
    page.click("main form button[type=submit]")
    assert not faults(page)
    page.click(".actions a[href*='/paper/edit/']")
    page.fill("#id_measures", "每万人")
    page.click("[data-insert='{{workers-per-10k}}']")
    page.click(".writing button[type=submit]")
    assert "每万人10人" in page.inner_text("article.paper")
    page.click("button[value=docx]")
    page.wait_for_url("**/job/*/")
    job = run_here(Job.objects.get(kind="paper"))
    page.wait_for_selector(f"a[href='{reverse('compliance:paper_file', args=[job.result['file']])}']")
    with page.expect_download() as taken:
        page.click("#files ul a")
    with open(taken.value.path(), "rb") as file:
        lines = [line.text for line in Document(io.BytesIO(file.read())).paragraphs]
    assert "每万人10人" in lines
    page.set_viewport_size(PHONE)
    pages = ("detail", "edit")
    addresses = [reverse(f"compliance:paper_{one}", args=[world.here.pk]) + f"?area={HERE}" for one in pages]
    for address in (*addresses, reverse("compliance:paper_find"), reverse("compliance:count_list")):
        page.goto(address)
        assert not is_too_wide(page), address
        assert not faults(page), address
