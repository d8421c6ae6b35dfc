"""Mistakes in grids, volunteers, estates and premises, as their forms answer them: a clear sentence, nothing stored.

Their sheets are told in tests/<app>/test_sheets.py, the same rules.
"""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from communities.choices import Role
from communities.roles import sync_roles
from facilities.models import Facility
from grids.models import Building, Grid
from property_mgmt.models import Committee, PropertyCompany
from tests import factories
from tests.factories import COUNTY
from tests.world import make_account
from volunteers.models import Participation, Volunteer
from volunteers.services import verify_hours

pytestmark = pytest.mark.django_db
STREET = f"{COUNTY}001"
FUTURE = (timezone.localdate() + datetime.timedelta(days=30)).isoformat()


@pytest.fixture
def places():
    """Two communities of one street and one of the next."""
    sync_roles()
    codes = (f"{STREET}001", f"{STREET}002", f"{COUNTY}002001")
    factories.make_area(COUNTY)
    return [factories.make_community(code, name=f"{code}社区居民委员会") for code in codes]


def micro_grid_elsewhere(here, next_door, _beyond):
    micro = factories.make_grid(parent=factories.make_grid(here), name="微")
    parent = factories.make_grid(next_door)
    return reverse("grids:grid_edit", args=[micro.pk]), {"name": "微", "kind": "general", "parent": parent.code}


def building_elsewhere(here, next_door, _beyond):
    grid = factories.make_grid(next_door)
    estate = factories.make_compound(here, name="甲")
    return reverse("grids:building_add"), {"compound": estate.name, "name": "1栋", "grid": grid.code}


def committee_across_streets(here, _next_door, beyond):
    factories.make_compound(here, name="甲")
    factories.make_compound(beyond, name="乙")
    values = {"community": here.code, "name": "联合", "kind": "owners", "established_on": "2024-01-01"}
    return reverse("property_mgmt:committee_add"), values | {"estates_named": f"甲;{beyond.code}/乙"}


def company_with_a_wrong_check_digit(*_places):
    return reverse("property_mgmt:propertycompany_add"), {"area": COUNTY, "uscc": "91500199MA00000010", "name": "安居"}


def born_in_the_future(here, *_places):
    values = {"community": here.code, "name": "钱多", "platform": "志愿汇", "platform_no": "1"}
    return reverse("volunteers:volunteer_add"), values | {"born_on": FUTURE}


def hours_longer_than_the_activity(here, *_places):
    activity, volunteer = factories.make_activity(here, hours=2), factories.make_volunteer(here, platform_no="Z1")
    values = {"volunteer": volunteer.platform_no, "hours": "3"}
    return reverse("volunteers:activity_act", args=[activity.pk, "record"]), values


def coordinates_the_wrong_way_round(here, *_places):
    facility = factories.make_facility(here)
    values = {"name": facility.name, "kind": facility.kind, "status": "in_use", "opened_on": "2024-01-01"}
    values |= {"longitude": "29.557681", "latitude": "106.573911"}
    return reverse("facilities:facility_edit", args=[facility.pk]), values


CASES = [
    (
        micro_grid_elsewhere,
        "微网格的上级网格须在同一社区",
        Grid.objects.filter(parent__community__code__endswith="002"),
    ),
    (building_elsewhere, "网格与小区不在同一社区", Building.objects),
    (committee_across_streets, "不能跨街道联合组建委员会", Committee.objects),
    (company_with_a_wrong_check_digit, "校验不通过", PropertyCompany.objects),
    (born_in_the_future, "出生日期晚于今天", Volunteer.objects),
    (hours_longer_than_the_activity, "服务时长不能超过活动的时长", Participation.objects),
    (coordinates_the_wrong_way_round, "是否与纬度填反", Facility.objects.exclude(longitude=None)),
]


@pytest.mark.parametrize(("mistake", "sentence", "stored"), CASES, ids=lambda value: getattr(value, "__name__", ""))
def test_a_form_says_what_is_wrong_and_stores_nothing(mistake, sentence, stored, places, client):
    address, values = mistake(*places)
    above = mistake in (committee_across_streets, company_with_a_wrong_check_digit)
    client.force_login(make_account(Role.COUNTY_REVIEWER if above else Role.STREET_CLERK, COUNTY if above else STREET))
    form = client.get(address).context["form"]
    hidden = {name: form[name].value() or "" for name in ("version", "submission_id") if name in form.fields}
    answer = client.post(address, {"submission_id": str(uuid.uuid4())} | hidden | values)
    assert sentence in str(answer.context["form"].errors)
    assert not stored.exists()


def test_a_number_has_one_grid_whoever_writes_it(places):
    """Numbers are issued, not typed; what is written past that is refused by the row's own rules."""
    grid = factories.make_grid(places[0])
    with pytest.raises(ValidationError, match="这个网格编码已有网格"):
        Grid(code=grid.code, community=places[0], name="又一个").full_clean()


def test_a_volunteer_does_not_verify_their_own_hours(places):
    clerk = make_account(Role.STREET_CLERK, STREET)
    volunteer = factories.make_volunteer(places[0], name=str(clerk))
    row = factories.make_participation(factories.make_activity(places[0]), volunteer)
    with pytest.raises(ValidationError, match="核实人不能是志愿者本人"):
        verify_hours(participation=row, user=clerk)
