"""A street brings the volunteer exports of two platforms: three people stand on both, and somebody says so."""

import pytest
from django.urls import reverse
from openpyxl import Workbook

from communities.choices import Role
from communities.roles import sync_roles
from tests.browser.test_import import look, wait_for_work
from tests.browser.test_main_path import sign_in
from tests.factories import make_area, make_community, make_team
from tests.people import id_number
from tests.world import HERE
from volunteers.models import Volunteer, VolunteerMatch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STREET = f"{HERE}001"
HEADER = ["志愿者编号", "平台", "志愿者姓名", "身份证号", "联系电话", "社区", "政治面貌", "服务特长", "注册时间"]


@pytest.fixture
def place(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    sync_roles()
    for code in (HERE, STREET):
        make_area(code, name="解放碑街道" if code == STREET else "渝中区")
    place = make_community(street=STREET, name="较场口社区居民委员会")
    make_team(place, name="较场口社区助老志愿服务队", kind="elderly")
    return place


def export(path, platform, *people):
    """What a platform hands out: its own numbers, some identity numbers masked."""
    book = Workbook()
    book.active.append(HEADER)
    for number, (name, identity, phone) in enumerate(people, 1):
        row = [f"{platform[0]}{number:05}", platform, name, identity, phone, "较场口社区", "群众", "理发", "2024-03-05"]
        book.active.append(row)
    book.save(path)
    return path


def bring(page, path, said):
    page.goto(reverse("communities:import_start", args=["volunteer"]))
    page.set_input_files("#id_file", path)
    page.click("main form button[type=submit]")
    page.wait_for_selector("text=文件里的列")
    page.click("text=下一步:核对")
    wait_for_work(page, "text=没有错误")
    page.click("button:text-is('应用')")
    wait_for_work(page, said)


def test_exports_of_two_platforms_are_merged_by_somebody_who_looks(page, place, tmp_path):
    masked = "5001************11"
    ours = [("钱多", id_number(1), "13800000001"), ("孙少", masked, "13800000002"), ("李梅", "", "13800000003")]
    ours.append(("周全", id_number(5), "13800000005"))
    theirs = [("钱多", id_number(1), "13900000001"), ("孙少", masked, "13800000002"), ("李梅", "", "13800000003")]
    theirs.append(("吴新", id_number(7), "13800000007"))
    sign_in(page, Role.STREET_CLERK, "clerk")

    bring(page, export(tmp_path / "志愿汇导出.xlsx", "志愿汇", *ours), "text=已应用 4 行:新增 4,修改 0")
    bring(page, export(tmp_path / "市平台导出.xlsx", "市志愿服务网", *theirs), "text=已应用 4 行:新增 4,修改 0")
    assert Volunteer.objects.filter(same_as=None).count() == 8

    page.goto(reverse("communities:todo"))
    page.click("text=3 对志愿者疑似同一人,待核对")
    page.wait_for_selector("h1:has-text('共 3 对')")
    look(page, "volunteers-1-alike")
    first = page.locator(".pair").first
    assert "身份证号相同" in first.inner_text()
    assert id_number(1) not in page.content()
    assert "138****0001" in first.inner_text()

    for name, answer, words in [
        ("钱多", "是同一人", "今后只计一次"),
        ("孙少", "是同一人", "今后只计一次"),
        ("李梅", "不是同一人", "不再提示"),
    ]:
        page.click(f".pair:has(h2:has-text('{name}')) button:text-is('{answer}')")
        page.wait_for_selector(f"text=已记下:“{name}”")
        assert words in page.inner_text(".alert, .notice, .messages")
    page.wait_for_selector("text=没有待核对的疑似重复")
    look(page, "volunteers-2-settled")
    assert set(VolunteerMatch.objects.values_list("one__name", "verdict", "created_by__username")) == {
        ("钱多", "same", "clerk"),
        ("孙少", "same", "clerk"),
        ("李梅", "different", "clerk"),
    }
    assert Volunteer.objects.filter(same_as=None).count() == 6

    page.click("tr:has-text('李梅') >> text=撤回")
    page.wait_for_selector("h1:has-text('共 1 对')")
    page.click("button:text-is('是同一人')")
    page.wait_for_selector("text=没有待核对的疑似重复")
    assert Volunteer.objects.filter(same_as=None).count() == 5

    page.goto(reverse("volunteers:volunteer_list"))
    look(page, "volunteers-3-list")
    page.goto(reverse("volunteers:volunteer_detail", args=[Volunteer.objects.filter(name="钱多").earliest("pk").pk]))
    look(page, "volunteers-4-person")
    page.goto(reverse("volunteers:team_list"))
    look(page, "volunteers-5-teams")
    page.goto(reverse("communities:public", args=[place.code]))
    page.wait_for_selector("text=较场口社区助老志愿服务队")
    look(page, "volunteers-6-public")
