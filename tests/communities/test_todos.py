"""今日待办 as a whole: the number in the menu, and what it costs to know it."""

import datetime
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communities import duties
from communities.choices import Role
from communities.roles import sync_roles
from tests.factories import make_committee, make_community, make_compound
from tests.world import HERE, make_account

pytestmark = pytest.mark.django_db
TODO, COUNT, ELSEWHERE = "communities:todo", "communities:todo_count", "communities:guide"


@pytest.fixture
def desk(client):
    sync_roles()
    cache.clear()
    client.force_login(make_account(Role.COUNTY_REVIEWER))
    return client


def test_the_menu_asks_for_the_number_once_and_remembers_it(desk):
    community = make_community(f"{HERE}001001")
    make_committee(community, make_compound(community), established_on="2010-01-01", term_until="2015-01-01")
    asked_for = f'hx-get="{reverse(COUNT)}"'
    assert asked_for in desk.get(reverse(ELSEWHERE)).content.decode()
    number = desk.get(reverse(COUNT)).content.decode().strip()
    assert '<span class="count">' in number
    cache.clear()
    assert number in desk.get(reverse(TODO)).content.decode()
    later = desk.get(reverse(ELSEWHERE)).content.decode()
    assert number in later
    assert asked_for not in later


def test_the_menu_opens_the_group_one_is_in_and_a_short_one_whole(desk):
    menu = re.compile(r"<details( open)?><summary>([^<]*)")
    opened = {"staffing:worker_list": "人员", "staffing:spell_list": "人员", TODO: "工作"}
    for page, group in opened.items():
        groups = menu.findall(desk.get(reverse(page)).content.decode())
        assert len(groups) > 5
        assert [name for is_open, name in groups if is_open] == [group], page
    desk.force_login(make_account(Role.AUDIT_ADMIN))
    assert all(is_open for is_open, _name in menu.findall(desk.get(reverse(ELSEWHERE)).content.decode()))


def test_a_page_reads_postings_once_and_counts_no_register(desk):
    with CaptureQueriesContext(connection) as queries:
        desk.get(reverse(ELSEWHERE))
    asked = [query["sql"] for query in queries]
    assert sum('FROM "communities_posting"' in sql for sql in asked) == 1
    assert not any('FROM "staffing_spell"' in sql for sql in asked)


@pytest.mark.parametrize(("today", "falls_due"), [("2026-11-30", True), ("2026-12-05", True), ("2026-11-29", False)])
def test_a_week_over_two_months_shows_what_falls_due_in_either(today, falls_due):
    """From Monday 30 November to Sunday 6 December."""
    sync_roles()
    clerk = make_account(Role.COMMUNITY_CLERK, f"{HERE}001001", "clerk")
    shown = [due.isoformat() for _duty, due, _sheets in duties.this_week(datetime.date.fromisoformat(today), clerk)]
    assert ("2026-12-05" in shown) is falls_due


@pytest.mark.parametrize("odd", ["9" * 5000, "²", "-1", "x"])
def test_a_key_that_can_be_none_is_answered_like_one_that_is_not_there(odd, client):
    sync_roles()
    client.force_login(make_account(Role.STREET_CLERK, HERE, "clerk"))
    assert client.post(reverse("communities:alert_list"), {"alert": odd}).status_code == 302
    page = reverse("staffing_tables:table_summary")
    assert client.get(page, {"saved": odd}).status_code == 404
    said = {"query": "", "everything": odd, "do": "edit"}
    assert client.post(reverse("communities:headcount_bulk"), said).status_code == 302
