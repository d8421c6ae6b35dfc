"""A new clerk brings the street's own roster: matches its headers, mends it, marks who has left, applies, undoes."""

import os
from pathlib import Path

import pytest
from django.urls import reverse

from communities.choices import Role
from communities.models import UploadedSheet
from communities.roles import sync_roles
from staffing.models import Spell, Worker
from tests.browser.test_main_path import PHONE, faults, is_too_wide, sign_in
from tests.communities.test_uploads import messy_roster, work
from tests.factories import make_area, make_community, make_spell
from tests.world import HERE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STREET = f"{HERE}001"
EDUCATION = "tr:has(label:text-is('文化程度')) select"
SHOTS = os.environ.get("SHOTS", "")
"""A folder for pictures of every step; none are taken without it."""


@pytest.fixture
def places(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    sync_roles()
    for code in (HERE, STREET):
        make_area(code, name="解放碑街道" if code == STREET else "渝中区")
    return [make_community(street=STREET, name=f"{name}居民委员会") for name in ("较场口社区", "民权路社区")]


def look(page, name):
    """No fault, not too wide at a desk or on a phone; a picture of both sizes where one is wanted."""
    assert not faults(page), name
    assert not is_too_wide(page), name
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
    wide = page.viewport_size
    page.set_viewport_size(PHONE)
    assert not is_too_wide(page), name
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}-phone.png", full_page=True)
    page.set_viewport_size(wide)


def send(page, path):
    page.goto(reverse("communities:import_start", args=["worker"]))
    page.set_input_files("#id_file", path)
    page.click("main form button[type=submit]")
    page.wait_for_selector("text=文件里的列")


def wait_for_work(page, words):
    page.wait_for_selector("progress")
    work()
    page.wait_for_selector(words)


def test_a_new_clerk_imports_a_messy_roster(page, places, tmp_path):
    gone, stays = make_spell(places[0], name="钱七"), make_spell(places[1], name="孙八")
    omitted = make_spell(places[1], name="周九")
    sign_in(page, Role.STREET_CLERK, "clerk")
    page.goto(reverse("communities:import_list"))
    look(page, "1-list")
    page.click("text=导入新的文件")
    look(page, "2-choose")

    send(page, messy_roster(tmp_path / "花名册.xlsx", places))
    look(page, "3-match")
    page.select_option(EDUCATION, "education")
    page.click("text=下一步:核对")
    wait_for_work(page, "text=处错误")
    look(page, "4-errors")
    with page.expect_download() as download:
        page.click("a:text-is('下载错误表')")
    assert "错误" in download.value.suggested_filename

    send(page, messy_roster(tmp_path / "花名册改.xlsx", places, bad=False))
    assert page.input_value(EDUCATION) == "education"
    page.check("text=表中出现的社区是全量的")
    page.click("text=下一步:核对")
    wait_for_work(page, "text=没有错误")
    look(page, "5-check")
    page.click(".tabs >> text=表中没有、系统中在岗的人员")
    page.select_option(f"[name=what_{gone.pk}]", "left")
    page.fill(f"[name=on_{gone.pk}]", "2026-06-30")
    page.select_option(f"[name=ending_{gone.pk}]", "resigned")
    page.select_option(f"[name=what_{stays.pk}]", "stays")
    page.click("text=保存处理办法")
    page.wait_for_selector("text=还有 1 条")
    page.select_option(f"[name=what_{omitted.pk}]", "omitted")
    look(page, "6-missing")
    page.click("text=保存处理办法")
    page.wait_for_selector("text=已保存3条处理办法")

    page.click("button:text-is('应用')")
    wait_for_work(page, "text=已应用 3 行:新增 3,修改 0")
    look(page, "7-result")
    moves = page.inner_text("table.moves")
    assert all(name in moves for name in ("张三、李四", "王小明", "钱七"))
    gone.refresh_from_db()
    assert str(gone.ended_on) == "2026-06-30"
    assert Spell.objects.count() == 6

    page.click("text=撤销本次导入")
    page.wait_for_selector("text=登记册恢复到导入之前")
    look(page, "8-undone")
    assert not page.is_visible("table.moves")
    gone.refresh_from_db()
    assert gone.ended_on is None
    assert set(Worker.objects.values_list("name", flat=True)) == {"钱七", "孙八", "周九"}
    assert UploadedSheet.objects.get(state="undone").file_name == "花名册改.xlsx"


def test_without_javascript_the_same_pages_work(browser, live_server, places, tmp_path):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, Role.STREET_CLERK, "clerk")
    send(page, messy_roster(tmp_path / "花名册.xlsx", places, bad=False))
    page.select_option(EDUCATION, "education")
    page.click("text=下一步:核对")
    page.wait_for_selector("text=核对上传的表")
    work()
    page.wait_for_selector("text=没有错误")
    page.click("button:text-is('应用')")
    work()
    page.wait_for_selector("text=已应用 3 行")
    context.close()
