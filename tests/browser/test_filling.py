"""来表套填 in a real browser: another department's blank form, matched once, filled, what is unknown left yellow."""

import io
import re

import openpyxl
import pytest
from django.urls import reverse

from communities.choices import Role
from communities.roles import sync_roles
from tests.browser.test_import import look
from tests.browser.test_main_path import sign_in
from tests.communities.test_filling import YELLOW, form_of
from tests.factories import COUNTY, make_area, make_community, make_licence, make_spell
from tests.people import id_number

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STREET = f"{COUNTY}001"
EDUCATION, REMARK = (f"tr:has(label:text-is('{header}')) select" for header in ("文化程度", "备注"))


@pytest.fixture
def people(live_server):
    sync_roles()
    make_area(COUNTY, name="渝中区")
    make_area(STREET, name="解放碑街道")
    place = make_community(street=STREET, name="较场口社区居民委员会")
    make_licence(make_spell(place, name="阿一", id_number=id_number(1), education="bachelor").worker)
    make_spell(place, name="阿二")
    make_spell(make_community(f"{COUNTY}002001"), name="外人")


def send(page, content):
    page.goto(reverse("official:table_list"))
    page.click("text=来表套填")
    page.set_input_files("#id_file", {"name": "摸底表.xlsx", "mimeType": "application/octet-stream", "buffer": content})
    page.fill("#id_on", "2026-09-30")


def next_step(page):
    page.click("main form button[type=submit]")
    page.wait_for_selector("text=核对表头")


def test_another_departments_form_is_filled_and_not_asked_about_twice(page, people):
    sign_in(page, Role.STREET_CLERK, "clerk")
    send(page, form_of())
    look(page, "fill-1-send")
    next_step(page)
    assert page.input_value(EDUCATION) == "education"
    assert page.input_value(REMARK) == ""
    page.select_option(REMARK, "staff_no")
    look(page, "fill-2-match")
    page.click("main form button[type=submit]")
    page.wait_for_selector("text=下载填好的表")
    share = float(re.match(r"[\d.]+", page.inner_text("#result ~ p .big")).group())
    look(page, "fill-3-result")
    with page.expect_download() as download:
        page.click("text=下载填好的表")
    sheet = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).active
    names = {sheet.cell(row, 2).value: row for row in (4, 5)}
    assert set(names) == {"阿一", "阿二"}
    assert sheet.cell(names["阿一"], 8).value.startswith(COUNTY)
    assert {sheet.cell(row, 7).fill.fgColor.rgb for row in (4, 5)} == {YELLOW}
    cells = [sheet.cell(row, column) for row in (4, 5) for column in range(2, 9)]
    filled = [cell for cell in cells if cell.fill.fgColor.rgb != YELLOW]
    assert share == round(100 * len(filled) / len(cells), 1)

    send(page, form_of())
    next_step(page)
    assert page.input_value(REMARK) == "staff_no"
    page.goto(reverse("official:table_list"))
    assert f"{share:g}" in page.inner_text("main")
    look(page, "fill-4-list")
