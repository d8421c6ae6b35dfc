"""One person on two platforms: found, decided by somebody, counted once, and taken back."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from communities.choices import Role
from communities.roles import sync_roles
from tests.communities.offices import make_user
from tests.factories import (
    COUNTY,
    LONG_AGO,
    make_activity,
    make_community,
    make_participation,
    make_team,
    make_volunteer,
)
from tests.people import id_number
from volunteers.likeness import count_pairs, is_alike, pairs
from volunteers.models import Participation, Team, Volunteer, VolunteerMatch
from volunteers.services import record_hours, settle, take_back

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2024, 6, 30)
PHONE = "13812345678"
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def place():
    sync_roles()
    return make_community(street=f"{COUNTY}001")


@pytest.fixture
def clerk(place):
    return make_user(Role.STREET_CLERK, f"{COUNTY}001")


def twice(place, **kw):
    return make_volunteer(place, platform="志愿汇", **kw), make_volunteer(place, platform="i志愿", **kw)


def counted():
    return set(Volunteer.objects.counted(on=TODAY))


def found(user=None, model=Volunteer):
    return [(pair.one, pair.other, pair.likeness) for pair in pairs(model, user, limit=50)]


def test_by_identity_number_else_by_name_and_phone(place):
    one, other = twice(place, id_number=id_number(1))
    third, fourth = twice(place, name="钱多", phone=PHONE)
    assert found() == [(one, other, "id_number"), (third, fourth, "name_phone")]
    assert count_pairs(Volunteer, None) == 2


@pytest.mark.parametrize(
    "second",
    [{"name": "钱少"}, {"phone": "13812345679"}, {"id_number": id_number(3)}, {"ended_on": LONG_AGO}],
)
def test_not_by_less(place, second):
    """Another name, another phone, two identity numbers that differ, somebody who has left."""
    first = {"name": "钱多", "phone": PHONE, "id_number": id_number(1)}
    make_volunteer(place, **first)
    make_volunteer(place, **{**first, "id_number": id_number(1) if "ended_on" in second else "", **second})
    assert found() == []


def test_nothing_is_linked_unless_somebody_says_so(place, clerk):
    one, other = twice(place, id_number=id_number(1))
    assert counted() == {one, other}
    match = settle(one=one, other=other, verdict="same", likeness="id_number", user=clerk)
    match.refresh_from_db()
    assert (match.created_by, match.one, match.other, match.verdict) == (clerk, one, other, "same")
    assert counted() == {one}
    assert found() == []


def test_not_the_same_is_kept_and_not_asked_again(place, clerk):
    one, other = twice(place, name="钱多", phone=PHONE)
    settle(one=other, other=one, verdict="different", likeness="name_phone", user=clerk)
    assert (counted(), found()) == ({one, other}, [])
    with pytest.raises(ValidationError, match="已有人核对"):
        settle(one=one, other=other, verdict="same", likeness="name_phone", user=clerk)


def test_who_began_first_stands_for_the_others(place, clerk):
    late = make_volunteer(place, name="钱多", phone=PHONE, started_on=LONG_AGO + datetime.timedelta(days=9))
    early = make_volunteer(place, name="钱多", phone=PHONE)
    unknown = make_volunteer(place, name="钱多", phone=PHONE, started_on=None)
    settle(one=late, other=early, verdict="same", likeness="name_phone", user=clerk)
    assert counted() == {early, unknown}
    settle(one=unknown, other=late, verdict="same", likeness="name_phone", user=clerk)
    assert counted() == {unknown}
    assert set(Volunteer.objects.filter(same_as=unknown)) == {late, early}
    assert found() == []


def test_the_other_row_counts_where_the_first_has_left(place, clerk):
    one, other = twice(place, id_number=id_number(1))
    settle(one=one, other=other, verdict="same", likeness="id_number", user=clerk)
    Volunteer.objects.filter(pk=one.pk).update(ended_on=datetime.date(2024, 1, 1))
    assert counted() == {other}
    assert set(Volunteer.objects.counted(on=datetime.date(2023, 6, 30))) == {one}


def test_one_person_is_nowhere_twice_at_a_time_on_two_platforms(place, clerk):
    """By hand it is refused; what is stored already (an export, a link made later) is found on both sides."""
    one, other = twice(place, id_number=id_number(1))
    first, second = make_activity(place, TODAY), make_activity(place, TODAY)
    rows = {make_participation(first, one), make_participation(second, other)}
    make_participation(make_activity(place, TODAY + datetime.timedelta(days=1)), other)
    assert not Participation.objects.doubled().exists()
    settle(one=one, other=other, verdict="same", likeness="id_number", user=clerk)
    assert set(Participation.objects.doubled()) == rows
    other.refresh_from_db()
    third = make_activity(place, starts_at=first.ends_at - HOUR, ends_at=first.ends_at + HOUR)
    for twin, platform in ((one, "i志愿"), (other, "志愿汇")):
        Participation.objects.filter(volunteer=twin, activity__in=[first, second]).delete()
        with pytest.raises(ValidationError, match=f"在{platform}的登记同一时间已有服务记录"):
            record_hours(activity=third, volunteer=twin, hours=1, user=clerk)
        make_participation(first, twin)
    after = make_activity(place, starts_at=first.ends_at, ends_at=first.ends_at + HOUR)
    assert record_hours(activity=after, volunteer=one, hours=1, user=clerk).pk


def test_taken_back_they_are_two_again(place, clerk):
    one, other = twice(place, id_number=id_number(1))
    match = settle(one=one, other=other, verdict="same", likeness="id_number", user=clerk)
    take_back(match=match, user=clerk)
    assert counted() == {one, other}
    assert found() == [(one, other, "id_number")]
    assert not VolunteerMatch.objects.exists()


def test_decisions_do_not_contradict_each_other(place, clerk):
    a, b, c = (make_volunteer(place, name="钱多", phone=PHONE) for _ in range(3))
    settle(one=a, other=b, verdict="same", likeness="name_phone", user=clerk)
    settle(one=b, other=c, verdict="different", likeness="name_phone", user=clerk)
    with pytest.raises(ValidationError, match="与已有判断矛盾"):
        settle(one=a, other=c, verdict="same", likeness="name_phone", user=clerk)
    assert counted() == {a, c}


def test_nobody_decides_about_what_lies_elsewhere(place, clerk):
    foreign = make_volunteer(make_community(street="500198001"), id_number=id_number(1))
    own = make_volunteer(place, id_number=id_number(1))
    assert found(clerk) == []
    assert is_alike(Volunteer, clerk, *sorted([foreign.pk, own.pk])) is None
    with pytest.raises(ValidationError, match="辖区"):
        settle(one=own, other=foreign, verdict="same", likeness="id_number", user=clerk)


def test_teams_by_number_by_name_in_a_community_or_by_leader_and_phone(place, clerk):
    other_place = make_community(street=f"{COUNTY}001")
    one, other = make_team(place, name="助老队", platform="甲"), make_team(place, name="助老队", platform="乙")
    third, fourth = make_team(place, registered_no="R1"), make_team(other_place, registered_no="R1")
    make_team(other_place, name="助老队")
    fifth = make_team(place, leader="孙", phone=PHONE, platform="甲")
    sixth = make_team(place, leader="孙", phone=PHONE, platform="乙")
    assert {(a, b, by) for a, b, by in found(clerk, Team)} == {
        (one, other, "name"),
        (third, fourth, "registered_no"),
        (fifth, sixth, "leader_phone"),
    }
    settle(one=one, other=other, verdict="same", likeness="name", user=clerk)
    assert other not in Team.objects.counted(on=TODAY)
