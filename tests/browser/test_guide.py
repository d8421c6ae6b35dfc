"""The pages of the clerk's guide in a real browser, step by step; `make guide` keeps their pictures."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.models import User
from communities import guide
from communities.choices import Role
from communities.postings import post_user
from communities.roles import sync_roles
from staffing.models import Worker
from tests.browser.test_import import EDUCATION, send, wait_for_work
from tests.browser.test_main_path import PHONE, faults, is_too_wide
from tests.communities.offices import make_counted, make_submission
from tests.communities.test_filling import form_of
from tests.communities.test_uploads import messy_roster
from tests.factories import make_area, make_community
from tests.world import HERE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STREET = f"{HERE}001"
HEAVIEST = 120_000
"""Bytes of one picture: the guide opens on a slow line."""


@pytest.fixture
def places(live_server, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    sync_roles()
    for code, name in ((HERE, "渝中区"), (STREET, "解放碑街道")):
        make_area(code, name=name)
    found = [make_community(street=STREET, name=f"{name}居民委员会") for name in ("较场口社区", "民权路社区")]
    user = User.objects.create_user("zhangmin", password="right-horse-7", display_name="张敏")
    post_user(user=user, role=Role.COMMUNITY_CLERK, area_code=STREET)
    return found


@pytest.fixture
def shoot(page, tmp_path):
    """Take the picture of a page of the guide."""
    folder = Path(os.environ.get("GUIDE_PICTURES", tmp_path))

    def take(name):
        path = folder / f"{name}.jpg"
        page.screenshot(path=path, type="jpeg", quality=70)
        assert path.stat().st_size <= HEAVIEST, name

    return take


def test_the_day_of_a_clerk_as_the_guide_tells_it(page, places, shoot, tmp_path):
    submission = make_submission(places[0])
    make_counted(places[0])
    page.goto(reverse("login"))
    page.fill("#id_username", "zhangmin")
    page.fill("#id_password", "right-horse-7")
    shoot("01-login")
    page.click("main button[type=submit]")
    page.goto(reverse("communities:todo"))
    shoot("02-todo")
    roster(page, places, shoot, tmp_path)
    leaving(page, shoot)
    page.goto(reverse("communities:submission_submit", args=[submission.pk]))
    shoot("06-submit")
    page.click(".formbar .btn-primary")
    page.wait_for_selector(".notice.success")
    page.goto(reverse("official:table_list"))
    shoot("07-tables")
    page.click("text=来表套填")
    blank = {"name": "摸底表.xlsx", "mimeType": "application/octet-stream", "buffer": form_of()}
    page.set_input_files("#id_file", blank)
    page.fill("#id_on", "2026-09-30")
    page.click("main form button[type=submit]")
    page.wait_for_selector("text=核对表头")
    shoot("08-fill")


def roster(page, places, shoot, tmp_path):
    """导入花名册 with errors, mended, applied."""
    send(page, messy_roster(tmp_path / "花名册.xlsx", places))
    page.select_option(EDUCATION, "education")
    shoot("03-match")
    page.click("text=下一步:核对")
    wait_for_work(page, "text=处错误")
    shoot("04-errors")
    send(page, messy_roster(tmp_path / "花名册改.xlsx", places, bad=False))
    page.click("text=下一步:核对")
    wait_for_work(page, "text=没有错误")
    page.click("button:text-is('应用')")
    wait_for_work(page, "text=已应用 3 行")


def leaving(page, shoot):
    worker = Worker.objects.order_by("pk").first()
    page.goto(reverse("staffing:worker_detail", args=[worker.pk]))
    page.click(".actions >> text=离任")
    page.fill("#id_on", "2026-06-30")
    page.select_option("#id_end_reason", "resigned")
    shoot("05-leave")
    page.click(".formbar .btn-primary")
    page.wait_for_selector(".notice")
    assert str(worker.spells.get().ended_on) == "2026-06-30"


def test_the_guide_is_read_in_the_office(page, places):
    page.goto(reverse("login"))
    page.fill("#id_username", "zhangmin")
    page.fill("#id_password", "right-horse-7")
    page.click("main button[type=submit]")
    page.click("nav >> text=使用手册")
    assert page.inner_text("h1") == "经办人使用手册"
    assert not faults(page)
    page.set_viewport_size(PHONE)
    assert not is_too_wide(page)


def test_every_picture_of_the_guide_is_there_and_no_other():
    named = {Path(one.picture).name for one in guide.blocks() if one.picture}
    kept = {path.name: path.stat().st_size for path in (settings.BASE_DIR / "docs/guide/images").iterdir()}
    assert named == set(kept)
    assert max(kept.values()) <= HEAVIEST
