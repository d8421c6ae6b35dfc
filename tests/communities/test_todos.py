"""今日待办 as a whole: the number in the menu, and what it costs to know it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communities.choices import Role
from communities.roles import sync_roles
from communities.todos import collect
from tests.factories import make_committee, make_community, make_compound, make_worker
from tests.world import HERE, make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    sync_roles()
    return make_account(Role.COUNTY_REVIEWER)


def test_the_menu_says_how_many_urgent_things_wait(client, reviewer, counted_badge):
    community = make_community(f"{HERE}001001")
    make_committee(community, make_compound(community), established_on="2010-01-01", term_until="2015-01-01")
    client.force_login(reviewer)
    waiting = sum(
        each.count for _group, found in collect(reviewer, timezone.localdate()) for each in found if each.is_urgent
    )
    assert waiting > 0
    page = client.get(reverse("communities:todo")).content.decode()
    assert f'<span class="count" aria-label="{waiting} 件">{waiting}</span>' in page


def test_postings_are_read_once_for_all_kinds(reviewer):
    make_worker(make_community(f"{HERE}001001"))
    with CaptureQueriesContext(connection) as queries:
        collect(reviewer, timezone.localdate())
    asked = [query["sql"] for query in queries if 'FROM "communities_posting"' in query["sql"]]
    assert len(asked) == 1
    assert not hasattr(reviewer, "posted")
