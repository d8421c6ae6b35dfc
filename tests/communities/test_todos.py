"""今日待办 as a whole: the number in the menu, and what it costs to know it."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

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
    assert '<span class="count" aria-label="' in number
    cache.clear()
    assert number in desk.get(reverse(TODO)).content.decode()
    later = desk.get(reverse(ELSEWHERE)).content.decode()
    assert number in later
    assert asked_for not in later


def test_a_page_reads_postings_once_and_counts_no_register(desk):
    with CaptureQueriesContext(connection) as queries:
        desk.get(reverse(ELSEWHERE))
    asked = [query["sql"] for query in queries]
    assert sum('FROM "communities_posting"' in sql for sql in asked) == 1
    assert not any('FROM "staffing_spell"' in sql for sql in asked)
