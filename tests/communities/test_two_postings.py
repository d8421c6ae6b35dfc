"""One account, two postings: what it may do in one place it may not do in the other."""

import datetime

import pytest
from django.urls import reverse

from communities import todos
from communities.access import doing, full_reach, reach
from communities.choices import Role
from communities.models import Headcount, Posting
from communities.registers import get
from communities.roles import sync_roles
from communities.submissions.choices import State
from records.versions import version_of
from tests.communities.offices import Office, bring_to, make_counted, make_submission, make_user, sent_once
from tests.factories import COUNTY, make_community

pytestmark = pytest.mark.django_db
HERE, THERE = f"{COUNTY}001", f"{COUNTY}002"


@pytest.fixture
def account(client):
    """Clerk of one street, reviewer of another."""
    user = make_user(Role.STREET_CLERK, HERE)
    Posting.objects.create(user=user, role=Role.STREET_REVIEWER, area_code=THERE, started_on=datetime.date(2020, 1, 1))
    sync_roles()
    client.force_login(user)
    return user


def in_both():
    return [make_counted(make_community(street=street)) for street in (HERE, THERE)]


def test_only_where_the_role_is_held_is_entered(client, account):
    here, there = in_both()
    register = get(Headcount)
    pages = [client.get(register.url("detail", row.pk)).status_code for row in (here, there)]
    assert pages == [200, 200]
    for row, status in ((here, 302), (there, 404)):
        data = {"version": version_of(row), "community": row.community.code, "on": "2026-09-30", "residents": "4000"}
        answer = client.post(register.url("edit", row.pk), sent_once(households="1000", **data))
        assert answer.status_code == status
        row.refresh_from_db()
        assert row.residents == (4000 if status == 302 else 3000)


def test_a_new_row_elsewhere_is_refused(client, account):
    here, there = (make_community(street=street) for street in (HERE, THERE))
    for place, count in ((here, 1), (there, 0)):
        data = {"community": place.code, "on": "2026-09-30", "residents": "4000", "households": "1000"}
        client.post(get(Headcount).url("add"), sent_once(**data))
        assert place.headcounts.count() == count


def test_only_where_the_role_is_held_is_reviewed(client, account):
    places = [make_community(street=street) for street in (HERE, THERE)]
    for place, street, status in zip(places, (HERE, THERE), (404, 302), strict=True):
        make_counted(place)
        submission = bring_to(make_submission(place), State.SUBMITTED, Office(street))
        sync_roles()
        page = reverse("communities:submission_pass", args=[submission.pk])
        answer = client.post(page, sent_once(version=submission.version))
        submission.refresh_from_db()
        assert (answer.status_code, submission.state) == (
            status,
            State.PASSED if status == 302 else State.SUBMITTED,
        )


def test_buttons_stand_only_where_they_work(client, account):
    here, there = in_both()
    register = get(Headcount)
    for row, shown in ((here, True), (there, False)):
        page = client.get(register.url("detail", row.pk)).content.decode()
        assert (register.url("edit", row.pk) in page) is shown


def test_reach_is_that_of_what_is_done(account):
    assert reach(account) == (HERE, THERE)
    with doing(account, "communities.change_headcount"):
        assert reach(account) == (HERE,)
        assert full_reach(account) == (HERE, THERE)
    with doing(account, "communities.decide_submission"):
        assert reach(account) == (THERE,)
    assert reach(account) == (HERE, THERE)


def test_the_desk_of_each_place_shows_its_own_work(account):
    for street in (HERE, THERE):
        make_submission(make_community(street=street))
    found = [todo for _group, several in todos.collect(account, datetime.date(2026, 10, 1)) for todo in several]
    (due,) = [todo for todo in found if todo.title.startswith("待报送")]
    assert due.count == 1
