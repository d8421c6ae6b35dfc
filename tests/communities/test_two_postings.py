"""One account, two postings: what it may do in one place it may not do in the other."""

import datetime
import io
import re
from functools import partial

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
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
from tests.factories import COUNTY, make_community, make_spell
from tests.test_registers import ALL, MAKE

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


REGISTERS = ("community", "worker", "spell", "facility", "headcount", "grid")


def links(client, page):
    """The addresses of the office a page offers, without those every page has."""
    shown = {one.partition("#")[0] for one in re.findall(r'href="(/office/[^"]*)"', client.get(page).content.decode())}
    return {one.replace("&amp;", "&") for one in shown}


def dead_ends(client, pages, known=()):
    """The addresses offered on pages that lead nowhere."""
    offered = set().union(*(links(client, page) for page in pages)) - set(known)
    return {one: status for one in sorted(offered) if (status := client.get(one).status_code) not in (200, 302)}


def test_every_button_of_either_place_leads_somewhere(client, account):
    places = [make_community(street=street) for street in (HERE, THERE)]
    pages = [ALL[slug].url("detail", MAKE[slug](place).pk) for slug in REGISTERS for place in places]
    lists = [ALL[slug].url("list") + "?all=on" for slug in REGISTERS]
    for place in places:
        make_counted(place)
        submission = bring_to(make_submission(place), State.SUBMITTED, Office(place.code[:9]))
        pages += [
            reverse("communities:submission_detail", args=[submission.pk]),
            reverse("communities:submission_board", args=[submission.batch_id]),
        ]
    desk = reverse("communities:todo")
    assert dead_ends(client, [desk, *lists, *pages]) == {}


def test_control_with_the_reach_of_all_postings_buttons_lead_nowhere(client, account, monkeypatch):
    far = make_community(street=THERE)
    page = ALL["facility"].url("detail", MAKE["facility"](far).pk)
    everywhere = "communities.registers.declaring.reached", "communities.views.registers.rows.reached"
    for name in everywhere:
        monkeypatch.setattr(name, lambda user, permission, rows, **_how: {row.pk for row in rows})
    assert 404 in dead_ends(client, [page]).values()


def test_a_command_imports_where_the_role_is_held_only(account, tmp_path):
    here, there = (row.community for row in in_both())
    path = tmp_path / "人口.csv"
    for place, count in ((here, 2), (there, 1)):
        path.write_text(f"社区编码,统计日期,常住人口,常住户数\n{place.code},2026-06-30,100,40\n", encoding="utf-8")
        run = partial(call_command, "import_sheet", "headcount", str(path), user=account.username, stdout=io.StringIO())
        if count == 1:
            with pytest.raises(SystemExit):
                run()
        else:
            run()
        assert place.headcounts.count() == count


def test_a_command_imports_for_nobody_without_the_right(tmp_path):
    sync_roles()
    leader = make_user(Role.LEADER, HERE)
    path = tmp_path / "人口.csv"
    path.write_text("社区编码\n", encoding="utf-8")
    with pytest.raises(CommandError, match="没有导入"):
        call_command("import_sheet", "headcount", str(path), user=leader.username)


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


def test_names_of_people_are_told_only_where_the_register_of_people_is_open(client):
    """Clerk of one street, leader in another: there people are seen as posts."""
    user = make_user(Role.STREET_CLERK, HERE)
    Posting.objects.create(user=user, role=Role.LEADER, area_code=THERE, started_on=datetime.date(2020, 1, 1))
    sync_roles()
    client.force_login(user)
    places = [make_community(street=street) for street in (HERE, THERE)]
    near, far = (make_spell(one, name=name) for one, name in zip(places, ("钱在岗", "孙在岗"), strict=True))
    asked = "?q=在岗"
    pages = [reverse("communities:search") + asked, reverse("communities:suggest", args=["worker"]) + asked]
    for page in [*pages, *(reverse("communities:community_detail", args=[one.pk]) for one in places)]:
        shown = client.get(page).content.decode()
        assert ("钱在岗" in shown) is (page != reverse("communities:community_detail", args=[places[1].pk]))
        assert "孙在岗" not in shown
    log = client.get(reverse("communities:log")).content.decode()
    pages = [get(type(near.worker)).url("detail", one.worker_id) for one in (near, far)]
    assert [page in log for page in pages] == [True, False]


@pytest.mark.parametrize("what", ["worker", "volunteer"])
def test_nobody_is_suggested_to_whom_the_register_of_people_is_closed(what, client):
    leader = make_user(Role.LEADER, HERE)
    sync_roles()
    client.force_login(leader)
    assert client.get(reverse("communities:suggest", args=[what])).status_code == 403
