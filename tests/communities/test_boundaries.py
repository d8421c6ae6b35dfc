"""Outlines of many places in one file: all are registered or none, and every mistake is said at once."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communities.boundaries import set_boundary
from communities.choices import Role
from communities.models import Area, Community
from communities.roles import sync_roles
from tests.communities.offices import sent_once
from tests.factories import COUNTY, make_area, make_community
from tests.world import make_account

pytestmark = pytest.mark.django_db
STREET, OTHER = f"{COUNTY}001", f"{COUNTY}002"


def square(east=0.0):
    ring = [[116.1 + east, 39.9], [116.2 + east, 39.9], [116.2 + east, 40.0], [116.1 + east, 39.9]]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def send(client, what, features, encoding="utf-8"):
    page = reverse(f"communities:{what}_start", args=["boundaries"])
    text = features if isinstance(features, str) else json.dumps(
        {"type": "FeatureCollection", "features": features}, ensure_ascii=False
    )  # fmt: skip
    file = SimpleUploadedFile("outlines.geojson", text.encode(encoding))
    return client.post(page, sent_once(file=file, reason="测绘院 2026 年成果"))


@pytest.fixture
def county(client):
    sync_roles()
    for code in (STREET, OTHER):
        make_area(code, name=f"街道{code[-1]}")
    places = [make_community(f"{STREET}00{index}", name=f"社区{index}") for index in (1, 2)]
    client.force_login(make_account(Role.COUNTY_REVIEWER, area=COUNTY))
    return places


def test_a_county_is_registered_in_one_go(client, county):
    assert "批量登记边界" in client.get(reverse("communities:area_list")).content.decode()
    padded = feature(square(), 编码=f"{STREET}000", 名称="随便")
    assert send(client, "area", [padded, feature(square(0.1), NAME="街道2")], "gb18030").status_code == 302
    assert Area.objects.get(code=STREET).boundary == square()
    assert Area.objects.get(code=OTHER).boundary == square(0.1)
    assert send(client, "community", [feature(square(), code=county[0].code)]).status_code == 302
    assert Community.objects.get(pk=county[0].pk).boundary == square()
    assert Community.objects.get(pk=county[1].pk).boundary is None


def test_every_mistake_is_said_and_nothing_is_stored(client, county):
    make_community("510199001001", name="外地社区")
    holed = {"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [1, 2]]]}
    answer = send(client, "community", [
        feature(square(), code=county[0].code),
        feature(square(), code=county[0].code),
        feature(square(), code="510199001001"),
        feature(square(), code=STREET),
        feature(square(), 名称="没有的社区"),
        feature(square()),
        feature({"type": "Point", "coordinates": [1, 2]}, 名称="社区2"),
        feature(holed, code=county[1].code),
    ])  # fmt: skip
    said = answer.content.decode()
    for number in range(2, 9):
        assert f"第 {number} 个图形" in said, number
    assert "第 1 个图形" not in said
    assert not Community.objects.filter(boundary__isnull=False).exists()
    for text in ("no json", "{}", '{"type": "FeatureCollection", "features": [1]}', "[" * 100_000):
        assert "没有图形" in (said := send(client, "community", text).content.decode()) or "不是 GeoJSON" in said


def test_lists_do_not_fetch_outlines(client, county):
    set_boundary(place=Area.objects.get(code=STREET), boundary=square(), user=None)
    for what in ("area", "community"):
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(f"communities:{what}_list"))
        assert not [query for query in asked if f'"communities_{what}"."boundary"' in query["sql"]]
