"""What is near a position: nearest first, and nothing that is closed, kept to the office or without a position."""

import datetime

import pytest
from django.urls import reverse

from facilities.nearby import distance, nearest
from tests.factories import make_community, make_facility

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 9, 30)
HERE = {"latitude": "29.555", "longitude": "106.55"}


def placed(community, name, latitude, longitude="106.55", **values):
    return make_facility(community, name=name, latitude=latitude, longitude=longitude, **values)


def test_nearest_come_first_with_their_distance():
    place = make_community("500103001001")
    placed(place, "一公里多", "29.566")
    placed(place, "一百米", "29.5559")
    placed(place, "东面", "29.555", "106.56")
    placed(place, "太远", "29.70")
    placed(place, "内部", "29.555", is_public=False)
    placed(place, "关了", "29.555", closed_on="2026-01-01")
    make_facility(place, name="没有位置")
    found = [(each.name, distance(each.away)) for each in nearest(29.555, 106.55, on=ON)]
    # 1° of longitude is 111,195 m × cos 29.555° = 96,727 m
    assert found == [("一百米", "约 100 米"), ("东面", "约 970 米"), ("一公里多", "约 1.2 公里")]


def test_the_answer_is_kept_nowhere(client):
    placed(make_community("500103001001"), "活动室", "29.5559")
    answer = client.post(reverse("facilities:nearby"), HERE)
    assert "活动室" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    assert "活动室" not in client.get(reverse("facilities:nearby")).content.decode()


def test_nothing_near_is_said(client):
    assert "10 公里内没有" in client.post(reverse("facilities:nearby"), HERE).content.decode()


@pytest.mark.parametrize("odd", ["", "nan", "inf", "-29", "95", "九", "\x00", "1e400", "29.5' OR 1=1"])
def test_forged_positions_are_refused_in_words(client, odd):
    answer = client.post(reverse("facilities:nearby"), HERE | {"latitude": odd})
    assert answer.status_code == 200
    assert "没有得到可用的位置" in answer.content.decode()
