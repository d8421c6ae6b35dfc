"""今日待办 of a city: which counties are late, which leave verdicts open; not single rows."""

import datetime

import pytest
from django.urls import reverse

from communities.choices import Role
from communities.models import StreetBatch
from communities.roles import sync_roles
from compliance.services import build_report
from tests.communities.offices import make_submission, make_user
from tests.factories import COUNTY, make_area, make_community

pytestmark = pytest.mark.django_db
OTHER = f"{COUNTY[:4]}98"
DUE = datetime.date(2026, 10, 10)


@pytest.fixture
def city():
    for code, name in ((COUNTY[:4], "试验市"), (COUNTY, "试验区"), (OTHER, "邻县")):
        make_area(code, name=name)
    for street in (f"{COUNTY}001", f"{COUNTY}001", f"{OTHER}001"):
        make_submission(make_community(street=street))
    StreetBatch.objects.update(due_on=DUE)
    user = make_user(Role.CITY_OFFICER, COUNTY[:4])
    sync_roles()
    return user


def desk(client, user):
    client.force_login(user)
    return client.get(reverse("communities:todo")).content.decode()


def test_counties_are_listed_by_what_they_owe(client, city):
    page = desk(client, city)
    assert "2 个区县有逾期未报,共 3 份" in page
    assert page.index("试验区 2 份") < page.index("邻县 1 份")


def test_a_county_is_not_told_of_counties(client, city):
    user = make_user(Role.COUNTY_REVIEWER, COUNTY)
    sync_roles()
    assert "个区县有逾期未报" not in desk(client, user)


def test_gaps_that_leave_verdicts_open_are_counted_by_county(client, city):
    build_report(area=COUNTY[:4], on=datetime.date(2026, 9, 30))
    page = desk(client, city)
    assert "数据不全、无法判定的社区指标" in page
    assert f"{reverse('compliance:overview')}?area={OTHER}" in page
