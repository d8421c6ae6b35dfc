"""Hours verified by a second person, likely duplicates decided on their page, needs step by step."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from communities.choices import Role
from communities.distribution import Assignment, distribute
from communities.models import CommunityChange, ReportingPeriod
from communities.registers import get
from communities.roles import sync_roles
from communities.submissions.choices import Rhythm
from records.history import acting
from tests.communities.test_checks import told
from tests.factories import (
    COUNTY,
    LONG_AGO,
    make_activity,
    make_area,
    make_community,
    make_need,
    make_nil,
    make_participation,
    make_team,
    make_volunteer,
)
from tests.people import id_number
from tests.world import make_account
from volunteers.models import Activity, Need, Participation, Team, Volunteer, VolunteerMatch
from volunteers.services import (
    cancel_need,
    finish_need,
    leave_service,
    match_need,
    record_hours,
    settle,
    verify_hours,
    withdraw_verification,
)

pytestmark = pytest.mark.django_db
STREET = f"{COUNTY}001"


def officer(role, area):
    """Somebody with the rights of the role, for that area."""
    return make_account(role, area, name=f"{role}-{area}")


@pytest.fixture
def place():
    sync_roles()
    make_area(STREET)
    return make_community(street=STREET)


@pytest.fixture
def clerk(place):
    return officer(Role.STREET_CLERK, STREET)


@pytest.fixture
def reviewer(place):
    return officer(Role.STREET_REVIEWER, STREET)


def recorded(place, clerk, **kw):
    activity = make_activity(place, **kw)
    return record_hours(activity=activity, volunteer=make_volunteer(place), hours=2, user=clerk)


def token():
    return {"submission_id": str(uuid.uuid4())}


# -- hours ----------------------------------------------------------------------------------------------------------


def test_hours_are_verified_by_a_second_person(place, clerk, reviewer):
    row = recorded(place, clerk)
    with pytest.raises(ValidationError, match="录入时长的人不能自己核实"):
        verify_hours(participation=row, user=clerk)
    verify_hours(participation=row, user=reviewer)
    row.refresh_from_db()
    assert (row.verified_by, row.verifier) == (str(reviewer), reviewer)
    with pytest.raises(ValidationError, match="已由"):
        verify_hours(participation=row, user=officer(Role.STREET_CLERK, COUNTY))
    withdraw_verification(participation=row, user=reviewer, reason="签到表有误")
    row.refresh_from_db()
    assert (row.verified_by, row.verified_at, row.verifier) == ("", None, None)


def test_who_changed_the_hours_of_another_does_not_verify_them(place, clerk, reviewer):
    row = recorded(place, clerk)
    with acting(reviewer, "更正时长"):
        row.hours = 1
        row.save(update_fields=["hours"])
    with pytest.raises(ValidationError, match="录入时长的人不能自己核实"):
        verify_hours(participation=row, user=reviewer)
    verify_hours(participation=row, user=officer(Role.STREET_CLERK, COUNTY))


def test_nobody_of_the_volunteers_name_verifies(place, clerk, reviewer):
    row = recorded(place, clerk)
    reviewer.display_name = row.name
    reviewer.save()
    with pytest.raises(ValidationError, match="核实人不能是志愿者本人"):
        verify_hours(participation=row, user=reviewer)


def test_many_hours_are_verified_at_once_or_none(place, clerk, reviewer, client):
    day = datetime.timedelta(days=1)
    rows = [recorded(place, clerk, on=LONG_AGO + n * day) for n in range(3)]
    register = get(Participation)
    client.force_login(reviewer)
    listed = client.get(register.url("list"), {"unverified": "on"})
    assert "批量核实" in listed.content.decode()
    assert "批量修改" not in listed.content.decode()
    data = {"row": [row.pk for row in rows], "do": "end"}
    assert client.post(register.url("bulk"), data | {"step": "preview"} | token()).context["outcome"].changed == 3
    assert not Participation.objects.exclude(verified_at=None).exists()
    client.post(register.url("bulk"), data | {"step": "apply"} | token())
    assert Participation.objects.filter(verifier=reviewer).count() == 3
    client.force_login(clerk)
    own = recorded(place, clerk, on=LONG_AGO + 9 * day)
    mixed = {"row": [own.pk, rows[0].pk], "do": "end", "step": "apply"} | token()
    assert "录入时长的人不能自己核实" in client.post(register.url("bulk"), mixed).content.decode()


def test_who_may_only_look_verifies_nothing(place, clerk, client):
    row = recorded(place, clerk)
    client.force_login(officer(Role.COUNTY_REVIEWER, COUNTY))
    register = get(Participation)
    assert client.post(register.url("bulk"), {"row": [row.pk], "do": "end"}).status_code == 403
    assert client.get(register.url("act", row.pk, "verify")).status_code in (403, 404)


def test_verified_hours_are_not_corrected_before_the_verification_is_withdrawn(place, clerk, reviewer, client):
    row = verify_hours(participation=recorded(place, clerk), user=reviewer)
    client.force_login(clerk)
    page = get(Participation).url("edit", row.pk)
    version = client.get(page).context["form"]["version"].value()
    answer = client.post(page, {"hours": "1", "version": version} | token())
    assert answer.status_code == 200
    assert "已由" in answer.content.decode()


def test_an_activity_is_entered_to_the_minute_and_not_made_shorter_than_its_hours(place, clerk, client):
    client.force_login(clerk)
    register = get(Activity)
    data = {"community": place.code, "title": "义诊", "starts_at": "2024-05-01T09:30", "ends_at": "2024-05-01T11:30"}
    assert client.post(register.url("add"), data | token()).status_code == 302
    activity = Activity.objects.get()
    assert timezone.localtime(activity.starts_at).minute == 30
    record_hours(activity=activity, volunteer=make_volunteer(place), hours=2, user=clerk)
    version = client.get(register.url("edit", activity.pk)).context["form"]["version"].value()
    shorter = data | {"ends_at": "2024-05-01T10:30", "version": version} | token()
    assert "活动不能更短" in client.post(register.url("edit", activity.pk), shorter).content.decode()


# -- duplicates -----------------------------------------------------------------------------------------------------


@pytest.fixture
def twice(place):
    return [make_volunteer(place, platform=platform, id_number=id_number(1)) for platform in ("甲", "乙")]


def test_likely_duplicates_are_decided_and_taken_back_on_their_page(place, clerk, client, twice):
    client.force_login(clerk)
    page = reverse("volunteers:volunteer_alike")
    body = client.get(page).content.decode()
    assert "是同一人" in body
    assert id_number(1) not in body
    one, other = twice
    answer = client.post(page, {"one": other.pk, "other": one.pk, "verdict": "same"}, follow=True)
    assert "今后只计一次" in answer.content.decode()
    again = client.post(page, {"one": one.pk, "other": other.pk, "verdict": "different"}, follow=True)
    assert "已核对过" in again.content.decode()
    match = VolunteerMatch.objects.get()
    assert (match.verdict, match.likeness, match.created_by) == ("same", "id_number", clerk)
    client.post(page, {"match": match.pk})
    assert not VolunteerMatch.objects.exists()
    assert not Volunteer.objects.exclude(same_as=None).exists()


@pytest.mark.parametrize("data", [{}, {"one": "x", "other": "1"}, {"one": "1", "other": "2"}, {"match": "9" * 30}])
def test_nonsense_is_refused(place, clerk, client, data):
    client.force_login(clerk)
    assert client.post(reverse("volunteers:volunteer_alike"), data).status_code == 404


def test_pairs_elsewhere_are_neither_shown_nor_decided(place, client, twice):
    client.force_login(officer(Role.STREET_CLERK, "500198001"))
    page = reverse("volunteers:volunteer_alike")
    assert client.get(page).context["total"] == 0
    one, other = twice
    client.post(page, {"one": one.pk, "other": other.pk, "verdict": "same"})
    assert not VolunteerMatch.objects.exists()


def test_who_may_only_look_does_not_decide(place, reviewer, client, twice):
    client.force_login(reviewer)
    page = reverse("volunteers:volunteer_alike")
    assert (
        '<button class="btn btn-outline-primary" type="submit" name="verdict"' not in client.get(page).content.decode()
    )
    one, other = twice
    assert client.post(page, {"one": one.pk, "other": other.pk, "verdict": "same"}).status_code == 403


def test_the_cost_of_the_page_does_not_grow(place, clerk, client, django_assert_max_num_queries):
    client.force_login(clerk)
    for number in range(1, 13):
        for platform in ("甲", "乙"):
            make_volunteer(place, platform=platform, name="钱多", phone=f"138{number:08}")
    page = reverse("volunteers:volunteer_alike")
    client.get(page)
    with django_assert_max_num_queries(30):
        assert client.get(page).context["total"] == 12


# -- teams, needs, what waits ---------------------------------------------------------------------------------------


def test_a_team_without_hours_for_a_year_is_dormant(place):
    on = datetime.date(2024, 6, 30)
    asleep, awake, young = make_team(place), make_team(place), make_team(place, started_on=datetime.date(2024, 1, 1))
    make_participation(make_activity(place, on, team=awake))
    make_participation(make_activity(place, datetime.date(2023, 6, 30), team=asleep))
    assert set(Team.objects.dormant(on=on)) == {asleep}
    assert set(Team.objects.dormant(on=datetime.date(2025, 7, 1))) == {asleep, awake, young}


def test_a_need_goes_from_hand_to_hand(place, clerk):
    need, volunteer = make_need(place), make_volunteer(place)
    match_need(need=need, volunteer=volunteer, user=clerk)
    finish_need(need=need, on=localdate(), user=clerk)
    need.refresh_from_db()
    assert (need.state, need.volunteer, need.settled_on) == ("done", volunteer, localdate())
    with pytest.raises(ValidationError, match="不能再办理"):
        cancel_need(need=need, on=localdate(), user=clerk)
    gone = leave_service(volunteer=make_volunteer(place), on=localdate(), user=clerk)
    with pytest.raises(ValidationError, match="已于"):
        match_need(need=make_need(place), volunteer=gone, user=clerk)


def test_what_is_looked_at_before_a_submission(place, clerk):
    period = ReportingPeriod.objects.create(
        kind=Rhythm.QUARTER, started_on=datetime.date(2024, 4, 1), due_on=datetime.date(2024, 7, 10)
    )
    assert set(told("teams", period, place)) == {"teams-missing"}
    make_nil(place, "teams")
    assert told("teams", period, place) == {}
    team = make_team(place)
    one, other = (make_volunteer(place, id_number=id_number(1)) for _ in range(2))
    row = make_participation(make_activity(place, datetime.date(2024, 5, 1)), one)
    assert set(told("teams", period, place)) == {"team-dormant", "hours-unverified", "volunteer-alike"}
    Activity.objects.filter(pk=row.activity_id).update(team=team)
    Participation.objects.update(verified_by="王五", verified_at=timezone.now())
    settle(one=one, other=other, verdict="same", likeness="id_number", user=clerk)
    assert told("teams", period, place) == {}
    verified = {"verified_by": "王五", "verified_at": timezone.now()}
    make_participation(make_activity(place, datetime.date(2024, 5, 1), team=team), other, **verified)
    assert set(told("teams", period, place)) == {"hours-doubled"}


def test_volunteers_follow_a_merger_and_are_counted_once(place):
    after = make_community(street=STREET)
    on = datetime.date(2024, 7, 1)
    team = make_team(place, name="助老队")
    make_team(after, name="助老队")
    with acting(reason="test"):
        one, other = (
            make_volunteer(place, platform=platform, id_number=id_number(1), team=team) for platform in "甲乙"
        )
        settle(one=one, other=other, verdict="same", likeness="id_number", user=None)
    need = make_need(place)
    change = CommunityChange.objects.create(
        kind="merged", on=on, decree="区政府〔2024〕8号", before=f"{place.code};{after.code}", after=after.code
    )
    rows = [("teams", team), ("volunteers", one), ("volunteers", other), ("needs", need)]
    lines = [Assignment(kind=kind, row=row, before=place, after=after) for kind, row in rows]
    distribute(change=change, assignments=lines, user=None)
    assert Volunteer.objects.counted(on=on).filter(community=after).count() == 1
    assert Volunteer.objects.counted(on=on).filter(community=place).count() == 0
    assert Volunteer.objects.counted(on=datetime.date(2024, 6, 30)).filter(community=place).count() == 1
    assert Team.objects.counted(on=on).filter(community=after).count() == 2
    assert set(Need.objects.values_list("community", "state")) == {(place.pk, "cancelled"), (after.pk, "open")}
    assert VolunteerMatch.objects.filter(verdict="same").count() >= 1
