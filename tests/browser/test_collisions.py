"""Two clerks at one row, a form sent twice, a closed tab: nobody's work is lost, nothing is done twice."""

import json

import pytest
from django.urls import reverse

from accounts.models import User
from communities.choices import Role
from communities.models import Headcount
from records.history import acting
from records.models import Change
from tests.browser.test_import import look
from tests.browser.test_main_path import sign_in, sign_out
from tests.people import id_number
from tests.world import make_account, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


RESEND = """([address, body]) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  new URLSearchParams(body).forEach((value, name) => {
    const field = document.createElement("input");
    field.name = name;
    field.value = value;
    form.append(field);
  });
  document.body.append(form);
  form.submit();
}"""


@pytest.fixture
def counted(live_server):
    """A headcount both clerks of the street may correct."""
    return Headcount.objects.get(community=make_world().community)


@pytest.fixture
def desk(page, counted):
    sign_in(page, Role.STREET_CLERK, "clerk")
    return page


def save(page):
    page.click(".formbar .btn-primary")


def test_two_clerks_correct_one_row(desk, counted):
    address = reverse("communities:headcount_edit", args=[counted.pk])
    desk.goto(address)
    other = make_account(Role.STREET_CLERK, name="other")
    User.objects.filter(pk=other.pk).update(display_name="李四")
    other.refresh_from_db()
    with acting(other, "核对底册"):
        Headcount.objects.filter(pk=counted.pk).update(residents=2100, households=810)
    desk.fill("#id_residents", "2050")
    desk.fill("#id_reason", "入户核对")
    save(desk)
    desk.wait_for_selector("text=已被他人修改")
    versions = desk.inner_text(".notice.fail")
    assert "李四" in versions
    rows = {row.split("\t")[0]: row.split("\t")[1:] for row in versions.splitlines() if "\t" in row}
    assert rows["常住人口"] == ["双方", "2000", "2100", "2050"]
    assert rows["常住户数"] == ["他人", "800", "810", "未改"]
    assert desk.input_value("#id_households") == "810"
    look(desk, "collision")
    counted.refresh_from_db()
    assert counted.residents == 2100
    save(desk)
    desk.wait_for_selector("dl.facts")
    counted.refresh_from_db()
    assert (counted.residents, counted.households) == (2050, 810)


def test_r6_the_back_button_and_the_same_form_again(desk, counted):
    """R6: nothing twice, and a sentence instead of a bare refusal."""
    desk.goto(reverse("communities:headcount_add"))
    desk.fill("#id_on", "2024-05-01")
    desk.fill("#id_residents", "1999")
    if desk.is_visible("select#id_community, input#id_community"):
        desk.evaluate("code => { document.querySelector('#id_community').value = code; }", counted.community.code)
    body = desk.evaluate("() => new URLSearchParams(new FormData(document.querySelector('form.record'))).toString()")
    save(desk)
    desk.wait_for_selector("dl.facts")
    before = Headcount.objects.count()
    desk.evaluate(RESEND, [reverse("communities:headcount_add"), body])
    desk.wait_for_selector("text=没有重复办理")
    assert Headcount.objects.count() == before
    look(desk, "sent-twice")


def test_r6_a_double_click_saves_once(desk, counted):
    """R6"""
    desk.goto(reverse("communities:headcount_edit", args=[counted.pk]))
    before = Change.of(counted).count()
    desk.fill("#id_residents", "2222")
    desk.dblclick(".formbar .btn-primary")
    desk.wait_for_selector("dl.facts")
    counted.refresh_from_db()
    assert (counted.residents, Change.of(counted).count()) == (2222, before + 1)
    assert not desk.is_visible("text=已被他人修改")


def kept(page):
    return page.evaluate("() => Object.entries(localStorage).filter(([key]) => key.startsWith('linli-draft:'))")


def test_a_draft_outlives_its_tab_and_holds_no_personal_numbers(desk, counted):
    address = reverse("staffing:worker_add")
    desk.goto(address)
    desk.fill("#id_name", "张三")
    desk.fill("#id_id_number", id_number(7))
    desk.fill("#id_phone", "13912345678")
    desk.fill("#id_reason", f"证号{id_number(7)} 电话139 1234 5678")
    ((_key, text),) = kept(desk)
    assert json.loads(text)["values"]["name"] == "张三"
    assert id_number(7) not in text
    assert "1391234" not in text.replace(" ", "")
    context = desk.context
    desk.close()

    again = context.new_page()
    again.goto(address)
    again.click("text=恢复上次没有保存的内容")
    assert again.input_value("#id_name") == "张三"
    assert again.input_value("#id_id_number") == ""
    again.on("dialog", lambda dialog: dialog.accept())
    again.goto(reverse("communities:todo"))
    sign_out(again)
    again.wait_for_url("**/")
    assert kept(again) == []


def test_a_saved_form_leaves_no_draft_and_a_refused_one_does(desk, counted):
    desk.goto(reverse("communities:headcount_edit", args=[counted.pk]))
    desk.fill("#id_residents", "-5")
    save(desk)
    desk.wait_for_selector("[data-errors]")
    assert len(kept(desk)) == 1
    desk.fill("#id_residents", "2300")
    save(desk)
    desk.wait_for_selector("dl.facts")
    assert kept(desk) == []
