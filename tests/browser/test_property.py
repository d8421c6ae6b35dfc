"""A county finds the estates that may have a committee and have none, and records the joint one of two neighbours."""

import pytest
from django.urls import reverse

from communities.choices import Role
from communities.roles import sync_roles
from property_mgmt.models import Committee
from tests.browser.test_import import look
from tests.browser.test_main_path import sign_in
from tests.factories import LONG_AGO, make_area, make_committee, make_community, make_company, make_compound
from tests.world import HERE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STREET = f"{HERE}001"


@pytest.fixture
def street(settings, tmp_path):
    """Two communities: small estates that are eligible and have none, one that has, one of another street."""
    settings.DATA_DIR = tmp_path / "data"
    sync_roles()
    names = {HERE[:2]: "重庆市", HERE[:4]: "主城", HERE: "渝中区", STREET: "解放碑街道", f"{HERE}002": "南岸街道"}
    for code, name in names.items():
        make_area(code, name=name)
    one = make_community(f"{STREET}001", name="较场口社区居民委员会", short_name="较场口社区")
    two = make_community(f"{STREET}002", name="民权路社区居民委员会", short_name="民权路社区")
    company = make_company(name="安居物业服务有限公司", area=HERE, stars=4)
    make_compound(one, name="临江小苑", mode="none", households=86, eligible_on=LONG_AGO)
    make_compound(two, name="和平里", mode="community", households=120, eligible_on=LONG_AGO)
    make_compound(two, name="无名院", mode="none", households=40)
    led = make_compound(one, name="江景花园", mode="company", company=company, households=900, eligible_on=LONG_AGO)
    make_committee(one, led, name="江景花园业主委员会")
    far = make_community(f"{HERE}002001", name="海棠社区居民委员会", short_name="海棠社区")
    make_compound(far, name="海棠晓月", mode="company", company=company, households=700, eligible_on=LONG_AGO)
    return one


def test_a_county_records_a_joint_committee(page, street):
    sign_in(page, Role.COUNTY_REVIEWER, "reviewer")
    page.goto(reverse("communities:todo"))
    page.click("text=符合条件未成立委员会的小区 3 个")
    page.wait_for_selector("text=已筛选")
    listed = page.inner_text("main table")
    assert "临江小苑" in listed
    assert "江景花园" not in listed
    look(page, "estates-without-committee")

    page.click("main table >> text=临江小苑")
    look(page, "estate")
    page.click(".actions >> text=组建或联合组建委员会")
    offered = page.inner_text("main form")
    assert "和平里" in offered
    assert "海棠晓月" not in offered
    page.fill("#id_name", "临江小苑、和平里联合业主委员会")
    page.fill("#id_established_on", "2026-05-01")
    page.fill("#id_term_until", "2031-04-30")
    page.check("text=和平里")
    look(page, "joint-committee")
    page.click(".formbar .btn-primary")
    page.wait_for_selector("text=已办理“组建或联合组建委员会”")
    committee = Committee.objects.get(name__startswith="临江小苑")
    assert set(committee.compounds.values_list("name", flat=True)) == {"临江小苑", "和平里"}
    look(page, "committee")

    page.goto(f"{reverse('property_mgmt:compound_list')}?find=due_for_committee")
    left = page.inner_text("main table")
    assert "海棠晓月" in left
    assert "和平里" not in left


def test_residents_read_who_manages_their_estate(page, street):
    page.goto(reverse("communities:public", args=[street.code]))
    card = page.inner_text("text=江景花园 >> xpath=ancestor::li")
    for said in ("安居物业服务有限公司", "4 星", "江景花园业主委员会", "任期至 2099-12-31"):
        assert said in card
    look(page, "estates-public")
