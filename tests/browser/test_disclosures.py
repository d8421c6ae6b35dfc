"""A resident finds the community, reads what it has published, prints it for the neighbours and objects to a line."""

import re

import pytest
from django.urls import reverse

from communities.choices import Role
from communities.roles import sync_roles
from disclosure.models import Objection
from tests.browser.test_import import look
from tests.factories import make_area, make_community, make_disclosure, make_notice, publish_text
from tests.world import HERE, make_account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STREET = f"{HERE}001"


@pytest.fixture
def item():
    sync_roles()
    for code in (HERE, STREET):
        make_area(code, name="解放碑街道" if code == STREET else "渝中区")
    place = make_community(street=STREET, name="较场口社区居民委员会", short_name="较场口社区", phone="023-63800000")
    writer, other = make_account(Role.STREET_CLERK, STREET), make_account(Role.STREET_REVIEWER, STREET)
    publish_text(make_notice(place), writer, other)
    body = "收入12000元。\n支出:办公费3000元,活动费2500元。\n结余6500元。"
    return publish_text(make_disclosure(place, title="三季度经费收支", body=body), writer, other)


def sheets_of_paper(page, tmp_path):
    """How wide each printed page is, in points."""
    page.pdf(path=str(tmp_path / "sheet.pdf"), prefer_css_page_size=True)
    return re.findall(rb"/MediaBox \[0 0 (\d+)", (tmp_path / "sheet.pdf").read_bytes())


def test_a_resident_reads_prints_and_objects(page, item, tmp_path):
    page.goto(reverse("communities:find"))
    page.fill("main input[name=q]", "较场口")
    page.press("main input[name=q]", "Enter")
    page.click("main a:has-text('较场口社区')")
    page.wait_for_selector("text=电梯检修停运")
    look(page, "disclosures-1-community")
    page.click("text=三季度经费收支")
    page.wait_for_selector("text=监督委员会已于")
    look(page, "disclosures-2-item")

    page.click("text=打印张贴稿")
    page.click("text=A3")
    page.wait_for_selector(".board.a3")
    look(page, "disclosures-3-sheet")
    page.emulate_media(media="print")
    assert not page.is_visible("header nav")
    assert page.is_visible(f"text={item.number}")
    assert sheets_of_paper(page, tmp_path) == [b"841"]
    page.goto(reverse("disclosure:sheet", args=[item.pk]))
    assert sheets_of_paper(page, tmp_path) == [b"594"]
    page.emulate_media(media="screen")

    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(reverse("disclosure:item", args=[item.pk]))
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    look(page, "disclosures-4-phone")
    page.click("text=提出异议")
    page.fill("textarea", "活动费用在哪次活动?")
    page.click("button:text-is('提交异议')")
    page.wait_for_selector("text=已收到")
    look(page, "disclosures-5-objected")
    assert Objection.objects.get().text == "活动费用在哪次活动?"
