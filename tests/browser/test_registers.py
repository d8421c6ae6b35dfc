"""The registers in a real browser: a new clerk enters a worker by keyboard, corrects and ends what was entered."""

import os
from pathlib import Path

import pytest
from django.urls import reverse

from communities.choices import Role
from staffing.models import Spell, Worker
from tests.browser.test_main_path import PHONE, faults, is_too_wide, sign_in
from tests.people import id_number
from tests.world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(page, live_server, tmp_path):
    """A community's clerk at the desk; `desk.look(name)` looks at the page: axe, width on a phone, a picture."""
    make_world()
    sign_in(page, Role.COMMUNITY_CLERK, "clerk")
    pictures = Path(os.environ.get("SCREENSHOTS", tmp_path))
    pictures.mkdir(parents=True, exist_ok=True)
    size = page.viewport_size

    def look(name):
        assert not faults(page), name
        page.screenshot(path=pictures / f"{name}.png")
        page.set_viewport_size(PHONE)
        assert not is_too_wide(page), name
        page.screenshot(path=pictures / f"{name}-phone.png")
        page.set_viewport_size(size)

    page.look = look
    return page


def type_into(page, name, text):
    page.focus(f"#id_{name}")
    page.keyboard.type(text)


def choose(page, name, label):
    page.focus(f"#id_{name}")
    page.select_option(f"#id_{name}", label=label)


def test_a_clerk_enters_corrects_and_ends_a_worker(desk):
    desk.goto(reverse("communities:welcome"))
    desk.look("welcome")
    desk.goto(reverse("communities:todo"))
    desk.look("todo")
    desk.goto(reverse("staffing:worker_list"))
    desk.look("worker-list")
    desk.click(".actions .btn-primary")
    type_into(desk, "name", "张　三")
    desk.keyboard.press("Tab")
    desk.keyboard.type(id_number(7))
    desk.fill("#id_started_on", "2024-03-01")
    choose(desk, "staff_kind", "社区专职工作人员")
    desk.look("worker-add")
    desk.focus(".formbar .btn-primary")
    desk.keyboard.press("Enter")
    desk.wait_for_selector("dl.facts")
    assert desk.inner_text("h1").startswith("张三")
    desk.look("worker")
    worker = Worker.objects.get(name="张三")

    desk.click(".actions .btn-primary")
    choose(desk, "education", "大学本科")
    type_into(desk, "reason", "核对毕业证")
    desk.look("worker-edit")
    desk.keyboard.press("Enter")
    desk.wait_for_selector(".history ins")
    assert "核对毕业证" in desk.inner_text(".history")
    desk.goto(reverse("staffing:worker_dossier", args=[worker.pk]))
    desk.look("worker-dossier")

    desk.goto(reverse("staffing:worker_detail", args=[worker.pk]))
    desk.click(".actions >> text=离任")
    desk.fill("#id_on", "2024-05-01")
    desk.click(".formbar .btn-primary")
    desk.wait_for_selector("[data-errors]")
    assert not faults(desk)
    choose(desk, "end_reason", "辞职")
    desk.click(".formbar .btn-primary")
    desk.wait_for_selector(".notice")
    assert str(Spell.objects.get(worker=worker).ended_on) == "2024-05-01"


def test_an_unsaved_form_is_kept_and_offered_again(desk):
    address = reverse("communities:headcount_add")
    desk.goto(address)
    desk.on("dialog", lambda dialog: dialog.accept())
    type_into(desk, "residents", "3210")
    desk.goto(reverse("communities:headcount_list"))
    desk.goto(address)
    desk.click("[data-draft-note] button")
    assert desk.input_value("#id_residents") == "3210"


def test_rows_are_ticked_and_changed_together(desk):
    desk.goto(reverse("facilities:facility_list"))
    assert not desk.is_visible("[data-bulk]")
    desk.check("[data-all]")
    assert desk.is_visible("[data-bulk]")
    desk.look("facility-list")
    desk.click("[data-bulk] button[value=edit]")
    desk.fill("#id_value", "国有")
    desk.fill("#id_reason", "统一核对")
    desk.click("button[value=preview]")
    desk.wait_for_selector("button[value=apply]")
    desk.look("facility-bulk")
    desk.click("button[value=apply]")
    desk.wait_for_selector(".notice")
    assert "1" in desk.inner_text(".notice")


def test_the_search_the_log_and_the_community_look_right(desk):
    desk.goto(reverse("communities:search") + "?q=Somebody")
    desk.look("search")
    desk.goto(reverse("communities:log"))
    desk.look("log")
    desk.goto(reverse("communities:community_list"))
    desk.click("tbody th a")
    desk.look("community")
    desk.goto(desk.url + "dossier/")
    desk.look("community-dossier")
