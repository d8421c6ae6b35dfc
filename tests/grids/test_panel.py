"""The community's page: for residents the grids with their leaders, no other name and no private number."""

import pytest
from django.urls import reverse

from tests.factories import make_community, make_duty, make_grid

pytestmark = pytest.mark.django_db


def test_residents_read_the_leaders_name_and_the_offices_number(client):
    place = make_community(phone="023-63000000")
    grid = make_grid(place, name="第一网格")
    make_duty(grid, name="周九", role="leader", phone="13812345678")
    make_duty(grid, name="钱一", role="fulltime", phone="13912345678")
    make_duty(make_grid(place, kind="security", name="平安网格"), name="孙八", role="leader")
    page = client.get(reverse("communities:public", args=[place.code])).content.decode()
    assert "第一网格" in page
    assert "周九" in page
    assert "023-63000000" in page
    for hidden in ("钱一", "孙八", "平安网格", "13812345678", "5678"):
        assert hidden not in page, hidden


def test_a_community_without_grids_shows_no_panel(client):
    page = client.get(reverse("communities:public", args=[make_community().code])).content.decode()
    assert "网格" not in page
