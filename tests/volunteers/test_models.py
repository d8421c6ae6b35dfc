"""What the database refuses of volunteers, their hours and needs, and in which words."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from records.models import Change
from tests.factories import (
    LONG_AGO,
    make_activity,
    make_community,
    make_need,
    make_participation,
    make_team,
    make_volunteer,
)
from tests.people import id_number
from volunteers.models import Activity, Participation, Volunteer
from volunteers.models.people import of_age_on

pytestmark = pytest.mark.django_db
YEAR = datetime.timedelta(days=365)


@pytest.fixture
def place():
    return make_community()


def refused(make, *args, **kwargs):
    """Name of the constraint that refuses it."""
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        make(*args, **kwargs)
    return error.value.__cause__.diag.constraint_name


def words(row):
    with pytest.raises(ValidationError) as error:
        row.full_clean()
    return error.value.message_dict


def test_numbers_are_stored_encrypted_and_shown_masked(place):
    volunteer = make_volunteer(place, id_number=id_number(1), phone="13812345678")
    stored = Volunteer.objects.filter(pk=volunteer.pk).extra(select={"raw": "id_number", "tel": "phone"}).get()
    assert id_number(1).encode() not in bytes(stored.raw)
    assert b"13812345678" not in bytes(stored.tel)
    assert (stored.masked_id[4:-2], stored.masked_phone) == ("*" * 12, "138****5678")


def test_one_number_of_one_platform_is_one_volunteer(place):
    make_volunteer(place, platform="志愿汇", platform_no="8")
    assert refused(make_volunteer, place, platform="志愿汇", platform_no="8") == "volunteer_once_on_a_platform"
    make_volunteer(place, platform="i志愿", platform_no="8")


def test_one_identity_number_is_entered_by_hand_once_and_stands_on_any_platform(place):
    number = id_number(1)
    make_volunteer(place, platform="", id_number=number)
    assert refused(make_volunteer, place, platform="", id_number=number) == "volunteer_once_by_hand"
    make_volunteer(place, platform="志愿汇", id_number=number)
    make_volunteer(place, platform="i志愿", id_number=number)


def test_somebody_who_left_may_be_registered_again(place):
    make_volunteer(place, platform_no="8", ended_on=LONG_AGO + YEAR)
    assert make_volunteer(place, platform_no="8", started_on=LONG_AGO + YEAR).pk


@pytest.mark.parametrize(("days", "consent", "is_refused"), [(0, None, False), (1, None, True), (1, LONG_AGO, False)])
def test_a_minor_needs_a_guardians_consent(place, days, consent, is_refused):
    """Eighteen on the day of registration is of age, one day less is not."""
    born = datetime.date(1997, 1, 1) + datetime.timedelta(days=days)
    values = {"born_on": born, "guardian_consent_on": consent, "started_on": datetime.date(2015, 1, 1)}
    if is_refused:
        assert refused(make_volunteer, place, **values) == "volunteer_minor_with_consent"
        row = Volunteer(community=place, name="小明", platform="甲", platform_no="1", **values)
        assert words(row)["guardian_consent_on"] == ["未满18周岁的志愿者须填写监护人同意日期。"]
    else:
        assert make_volunteer(place, **values).pk


def test_of_age_on_a_leap_day_is_the_first_of_march(place):
    assert of_age_on(datetime.date(2000, 2, 29)) == datetime.date(2018, 3, 1)
    born = datetime.date(2000, 2, 29)
    day = datetime.date(2018, 2, 28)
    assert refused(make_volunteer, place, born_on=born, started_on=day) == "volunteer_minor_with_consent"
    assert make_volunteer(place, born_on=born, started_on=day + datetime.timedelta(days=1)).pk


def test_who_is_a_minor_today_needs_consent_also_without_a_day_of_registration(place):
    born = timezone.localdate() - 10 * YEAR
    row = Volunteer(community=place, name="小明", platform="甲", platform_no="1", born_on=born)
    assert "guardian_consent_on" in words(row)


def test_a_birth_in_the_future_is_refused(place):
    born = timezone.localdate() + datetime.timedelta(days=1)
    row = Volunteer(community=place, name="小明", platform="甲", platform_no="1", born_on=born)
    assert words(row)["born_on"] == ["出生日期晚于今天,请核对。"]


def test_the_birth_date_follows_from_the_identity_number(place):
    row = Volunteer(community=place, name="小明", platform="甲", platform_no="1", id_number=id_number(1))
    row.full_clean()
    assert row.born_on == datetime.date(1987, 3, 4)


def test_only_party_members_report_twice(place):
    assert refused(make_volunteer, place, double_report=True, politics="masses") == "volunteer_reports_as_party_member"
    make_volunteer(place, double_report=True, politics="party")


def test_hours_never_exceed_the_activity(place):
    activity = make_activity(place, hours=2)
    assert refused(make_participation, activity, hours=Decimal("2.01")) == "participation_within_activity"
    assert refused(make_participation, activity, hours=0) == "participation_hours_positive"
    row = make_participation(activity, hours=2)
    row.hours = 3
    assert words(row)["hours"] == ["服务时长不能超过活动的时长。"]


def test_nobody_is_at_two_activities_at_once(place):
    volunteer, activity = make_volunteer(place), make_activity(place, hours=2)
    make_participation(activity, volunteer)
    half = datetime.timedelta(hours=1)
    meanwhile = make_activity(place, starts_at=activity.starts_at + half, ends_at=activity.ends_at + half)
    assert refused(make_participation, meanwhile, volunteer) == "participation_one_at_a_time"
    after = make_activity(place, starts_at=activity.ends_at, ends_at=activity.ends_at + half)
    make_participation(after, volunteer)
    make_participation(meanwhile)


def test_hours_move_with_their_activity(place):
    """The times of a participation are those of its activity; the database keeps them so, and its rules hold then."""
    volunteer = make_volunteer(place)
    first, day = make_activity(place, hours=2), datetime.timedelta(days=1)
    second = make_activity(place, starts_at=first.starts_at + day, ends_at=first.ends_at + day)
    row, _other = make_participation(first, volunteer), make_participation(second, volunteer)
    Activity.objects.filter(pk=first.pk).update(ends_at=first.ends_at + datetime.timedelta(hours=1))
    row.refresh_from_db()
    assert row.ends_at == first.ends_at + datetime.timedelta(hours=1)
    moved = {"starts_at": first.starts_at + day, "ends_at": first.ends_at + day}
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=first.pk).update(**moved)
    with pytest.raises(IntegrityError), transaction.atomic():
        Participation.objects.filter(pk=row.pk).update(starts_at=first.starts_at - day)


def test_nobody_verifies_their_own_hours(place):
    now = timezone.now()
    activity, volunteer = make_activity(place), make_volunteer(place, name="李四")
    verified = {"verified_by": "李四", "verified_at": now}
    assert refused(make_participation, activity, volunteer, **verified) == "participation_verified_by_another"
    assert refused(make_participation, activity, verified_by="王五") == "participation_verified_when_by_whom"
    assert make_participation(activity, volunteer, **{**verified, "verified_by": "王五"}).pk


def test_a_need_says_by_whom_and_when(place):
    assert refused(make_need, place, state="matched") == "need_matched_with_somebody"
    assert refused(make_need, place, settled_on=LONG_AGO) == "need_settled_with_state"
    early = LONG_AGO - datetime.timedelta(days=1)
    assert refused(make_need, place, state="done", settled_on=early) == "need_settled_after_wanted"


def test_a_team_is_in_a_community_on_a_platform_once(place):
    make_team(place, name="助老队", platform="志愿汇")
    assert refused(make_team, place, name="助老队", platform="志愿汇") == "team_once"
    make_team(place, name="助老队", platform="i志愿")


def test_every_change_leaves_a_trace(place):
    rows = [make_team(place), make_volunteer(place), make_activity(place), make_need(place)]
    rows.append(make_participation(rows[2]))
    assert all(Change.of(row).count() == 1 for row in rows)
