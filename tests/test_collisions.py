"""Two people at one row, the second with a form of before: each keeps what he changed, and sees what the other did."""

import datetime

import pytest
from django.urls import reverse

from communities.choices import Role
from communities.models import ReviewSetting
from records.models import Change
from staffing.models import Spell, Worker
from tests.communities.offices import make_user
from tests.factories import make_area, make_community, make_spell
from tests.shown_forms import forms_of
from tests.test_registers import ALL, may_everything
from tests.world import HERE, make_account

pytestmark = pytest.mark.django_db(transaction=True)
STREET = f"{HERE}001"


@pytest.fixture
def place():
    return make_community(street=STREET)


@pytest.fixture
def clerk():
    return may_everything(make_user(Role.COUNTY_REVIEWER, HERE))


@pytest.fixture
def at_desk(client, clerk):
    client.force_login(clerk)
    return client


def shown_in(answer):
    """What the form on a page holds."""
    page = answer.content.decode()
    return next(form.values for form in forms_of(page) if form.attributes.get("class") == "record")


def told(answer):
    """{field: (whose change, was, now stored, typed)}"""
    assert answer.status_code == 409
    assert answer.context["stale"].changed_at
    found = answer.context["stale"].differences
    return {one.name: (one.by, one.was, one.theirs, one.yours) for one in found}


def test_r5_a_correction_shows_whose_change_is_whose_and_keeps_both(place, at_desk):
    """R5"""
    worker = make_spell(place, name="王小明", phone="13812345678", education="college").worker
    url = ALL["worker"].url("edit", worker.pk)
    opened = shown_in(at_desk.get(url))
    other = Worker.objects.get(pk=worker.pk)
    other.phone, other.education, other.batch = "13987654321", "bachelor", "第二批"
    other.save()
    other.source = "花名册"
    other.save()
    answer = at_desk.post(url, opened | {"name": "王晓明", "education": "graduate", "reason": "核对"})
    assert told(answer) == {
        "name": ("yours", "王小明", "王小明", "王晓明"),
        "phone": ("theirs", "138****5678", "139****4321", "139****4321"),
        "education": ("both", "大学专科", "大学本科", "研究生"),
        "batch": ("theirs", "", "第二批", ""),
        "source": ("theirs", "", "花名册", ""),
    }
    again = shown_in(answer)
    assert again["reason"] == ["核对"]
    assert at_desk.post(url, again).status_code == 302
    kept = Worker.objects.get(pk=worker.pk)
    assert (kept.name, kept.phone, kept.education) == ("王晓明", "13987654321", "graduate")
    assert (kept.batch, kept.source) == ("第二批", "花名册")
    assert set(Change.of(kept).first().after) & {"phone", "batch", "source"} == set()


def test_r5_an_act_and_a_deletion_go_on_from_the_row_as_it_is_now(place, at_desk):
    """R5"""
    spell = make_spell(place, staff_kind="fulltime", committee_post="member", started_on=datetime.date(2023, 1, 1))
    url = ALL["spell"].url("act", spell.pk, "change-post")
    opened = shown_in(at_desk.get(url))
    Spell.objects.filter(pk=spell.pk).update(staff_kind="grid", source="借用")
    answer = at_desk.post(url, opened | {"on": "2024-03-01", "committee_post": "director"})
    assert told(answer)["staff_kind"] == ("theirs", "社区专职工作人员", "专职网格员", "社区专职工作人员")
    assert told(answer)["committee_post"][0] == "yours"
    answer = at_desk.post(url, shown_in(answer))
    assert answer.status_code == 302, answer.context["form"].errors
    newest = Spell.objects.latest("pk")
    assert (newest.staff_kind, newest.committee_post) == ("grid", "director")

    url = ALL["spell"].url("delete", newest.pk)
    opened = shown_in(at_desk.get(url))
    Spell.objects.filter(pk=newest.pk).update(source="另一事")
    answer = at_desk.post(url, opened | {"reason": "误录"})
    assert told(answer) == {"source": ("theirs", "借用", "另一事", "另一事")}
    assert at_desk.post(url, shown_in(answer)).status_code == 302
    assert not Spell.objects.filter(pk=newest.pk).exists()


def test_r5_two_switch_the_hands_of_a_county(place, client):
    """R5"""
    make_area(HERE)
    client.force_login(make_account(Role.COUNTY_REVIEWER, HERE))
    url = reverse("communities:submission_levels")
    client.post(url, shown_in(client.get(url)) | {"reason": "开始"})
    opened = shown_in(client.get(url))
    ReviewSetting.objects.update(community_level=False)
    answer = client.post(
        url, {name: value for name, value in opened.items() if name != "county_level"} | {"reason": "区里"}
    )
    assert {name: by for name, (by, *_sides) in told(answer).items()} == {
        "community_level": "theirs", "county_level": "yours"
    }  # fmt: skip
    assert client.post(url, shown_in(answer)).status_code == 302
    setting = ReviewSetting.objects.get()
    assert (setting.community_level, setting.street_level, setting.county_level) == (False, True, False)
