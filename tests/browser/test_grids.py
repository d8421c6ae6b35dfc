"""A street brings its grid roster and its list of buildings, and settles what does not add up until nothing is left."""

import os
from pathlib import Path

import pytest
import xlsxwriter
from django.urls import reverse
from django.utils import timezone

from communities.choices import Role
from communities.roles import sync_roles
from grids import coverage
from grids.models import Grid, GridDuty
from tests.browser.test_import import wait_for_work
from tests.browser.test_main_path import PHONE, faults, is_too_wide, sign_in
from tests.factories import make_area, make_community, make_compound, make_grid
from tests.world import HERE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STREET = f"{HERE}001"
SHOTS = os.environ.get("SHOTS", "")
"""A folder for pictures of every step; none are taken without it."""


@pytest.fixture
def places(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    sync_roles()
    for code in (HERE, STREET):
        make_area(code, name="解放碑街道" if code == STREET else "渝中区")
    places = [make_community(street=STREET, name=f"{name}居民委员会") for name in ("较场口社区", "民权路社区")]
    for place in places:
        make_compound(place, name="锦绣小区")
    return places


def look(page, name):
    """No fault, not too wide on a phone; a picture of both sizes where one is wanted."""
    assert not faults(page), name
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"grids-{name}.png", full_page=True)
    wide = page.viewport_size
    page.set_viewport_size({"width": 360, "height": PHONE["height"]})
    assert not is_too_wide(page), name
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"grids-{name}-phone.png", full_page=True)
    page.set_viewport_size(wide)


def write(path, *rows):
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("名册")
    for number, cells in enumerate(rows):
        sheet.write_row(number, 0, cells)
    book.close()
    return path


def bring(page, sheet, path, created):
    page.goto(reverse("communities:import_start", args=[sheet]))
    page.set_input_files("#id_file", path)
    page.click("main form button[type=submit]")
    page.wait_for_selector("text=文件里的列")
    page.click("text=下一步:核对")
    wait_for_work(page, "text=没有错误")
    page.click("button:text-is('应用')")
    wait_for_work(page, f"text=新增 {created}")


def findings():
    return [each.kind for each in coverage.find([STREET], timezone.localdate())]


def test_a_street_imports_its_grids_and_settles_every_finding(page, places, tmp_path):
    first, second = (place.name for place in places)
    nets = [["社区名称", "网格名称", "户数"], *([name, f"第{n}网格", 300] for name in (first, second) for n in (1, 2))]
    people = [["社区名称", "网格", "姓名", "职责", "任职日期"]]
    people += [[name, "第1网格", "赵小红", "网格长", "2024-01-01"] for name in (first, second)]
    people.append([first, "第2网格", "钱一", "专职网格员", "2024-01-01"])
    buildings = [["社区名称", "小区名称", "楼栋号", "户数", "网格编码"]]
    buildings += [[first, "锦绣小区", "1栋", 60, "第1网格"], [first, "锦绣小区", "2栋", 60, ""]]
    sign_in(page, Role.STREET_CLERK, "clerk")
    bring(page, "grid", write(tmp_path / "网格.xlsx", *nets), 4)
    make_grid(places[1], code=f"{places[1].code}009", name="老网格")
    bring(page, "gridduty", write(tmp_path / "网格员.xlsx", *people), 3)
    bring(page, "building", write(tmp_path / "楼栋.xlsx", *buildings), 2)
    page.goto(reverse("grids:grid_list"))
    look(page, "1-list")
    assert sorted(findings()) == ["no_duty", "no_duty", "number", "unassigned", "unassigned"]

    page.goto(reverse("grids:coverage"))
    page.wait_for_selector("text=5 处待处理")
    look(page, "2-unassigned")
    page.click("text=有建议的全部按建议划入")
    page.wait_for_selector("text=已按建议划入 1 处")
    page.select_option("select[name=grid]", label="第1网格")
    page.click("button:text-is('划入')")
    page.wait_for_selector("text=没有“未划入”的情况")
    page.click(".tabs >> text=编号不连续")
    look(page, "3-number")
    page.click("button:text-is('改为顺序编号')")
    page.wait_for_selector("text=已改号为")
    for _number in range(2):
        page.goto(f"{reverse('grids:coverage')}?kind=no_duty")
        look(page, "4-nobody")
        page.click("main a:text-is('任命网格员')")
        page.select_option("#id_role", "leader")
        page.fill("#id_name", "孙八")
        page.fill("#id_started_on", "2026-01-01")
        look(page, "5-appoint")
        page.click("main form button:text-is('保存')")
        page.wait_for_selector("text=已办理“任命网格员”")
    page.goto(reverse("grids:coverage"))
    page.wait_for_selector("text=全部核对无误")
    look(page, "6-clean")
    assert findings() == []
    assert Grid.objects.get(name="老网格").code.endswith("003")

    duty = GridDuty.objects.filter(role="leader", name="赵小红").first()
    page.goto(reverse("grids:gridduty_act", args=[duty.pk, "hand-over"]))
    page.fill("#id_name", "周九")
    page.fill("#id_on", "2026-06-01")
    look(page, "7-hand-over")
    page.click("main form button:text-is('保存')")
    page.wait_for_selector("text=已办理“交接”")
    look(page, "8-handed-over")
    page.goto(reverse("communities:public", args=[duty.grid.community.code]))
    page.wait_for_selector("text=网格长 周九")
    look(page, "9-public")
