"""查看完整: one number at a time, for a reason that stays; masked everywhere else."""

import re

import pytest
from django.urls import reverse

from communities.choices import Role
from communities.roles import sync_roles
from records.models import Change
from tests.communities.offices import make_user
from tests.factories import COUNTY, make_community, make_spell
from tests.people import id_number

pytestmark = pytest.mark.django_db
NUMBER, PHONE = id_number(7), "13912345678"
TOKEN = "0a1b2c3d-0a1b-4a1b-8a1b-0a1b2c3d4e5f"


@pytest.fixture
def worker():
    return make_spell(make_community(), id_number=NUMBER, phone=PHONE).worker


def login(client, role=Role.STREET_CLERK, area=COUNTY):
    user = make_user(role, area)
    sync_roles()
    client.force_login(user)
    return user


def ask(client, worker, name="id_number", reason="核对社保"):
    data = {"reason": reason, "submission_id": TOKEN}
    return client.post(reverse(f"staffing:worker_{name}", args=[worker.pk]), data)


@pytest.mark.parametrize(("name", "number"), [("id_number", NUMBER), ("phone", PHONE)])
def test_a_number_is_shown_for_a_reason_and_written_down(client, worker, name, number):
    user = login(client)
    shown = ask(client, worker, name)
    assert number in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    change = Change.of(worker).first()
    assert (change.op, change.event.user, change.before, change.after) == ("S", user, None, None)
    page = client.get(reverse("staffing:worker_detail", args=[worker.pk])).content.decode()
    assert "核对社保" in page
    assert "查看完整" in page
    assert number not in page


def test_the_page_that_asks_shows_nothing(client, worker):
    login(client)
    asking = client.get(reverse("staffing:worker_id_number", args=[worker.pk])).content.decode()
    assert re.findall(r'aria-current="page">([^<]+)', asking) == ["社区工作者"]
    page = client.get(reverse("staffing:worker_id_number", args=[worker.pk])).content.decode()
    assert NUMBER not in page
    assert not Change.of(worker).filter(op="S").exists()


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_is_shown(client, worker, reason):
    login(client)
    assert NUMBER not in ask(client, worker, reason=reason).content.decode()
    assert not Change.of(worker).filter(op="S").exists()


@pytest.mark.parametrize(
    ("role", "area", "status"),
    [(Role.STREET_CLERK, "999999", 404), (Role.LEADER, COUNTY, 403), (Role.CITY_OFFICER, COUNTY[:2], 403)],
)
def test_others_are_refused(client, worker, role, area, status):
    login(client, role, area)
    answer = ask(client, worker)
    assert answer.status_code == status
    assert NUMBER not in answer.content.decode()
    assert not Change.of(worker).filter(op="S").exists()
