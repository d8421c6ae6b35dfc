"""The directory of services: what to bring, where to go, one page each."""

import pytest
from django.urls import reverse

from facilities.models import PublicService
from tests.factories import make_community

pytestmark = pytest.mark.django_db


@pytest.fixture
def service():
    return PublicService.objects.create(
        area="500199", name="最低生活保障申请", theme="assistance", materials="身份证；户口簿;照片",
        steps="申请→受理→公示", agent=True, days=20, phone="023-12345678", not_here="街道便民服务中心",
    )  # fmt: skip


def listed(client, **asked):
    return [each.name for each in client.get(reverse("facilities:services"), asked).context["services"]]


def test_what_to_bring_is_one_thing_a_line(client, service):
    body = client.get(reverse("facilities:service", args=[service.pk])).content.decode()
    assert "<li>身份证</li><li>户口簿</li><li>照片</li>" in body
    assert "<li>申请</li><li>受理</li><li>公示</li>" in body
    assert 'itemtype="https://schema.org/GovernmentService"' in body
    for words in ["20 个工作日", "社区可以代办", "023-12345678", "街道便民服务中心"]:
        assert words in body


def test_unknown_materials_are_no_empty_list(client):
    bare = PublicService.objects.create(area="500199", name="咨询", theme="other")
    body = client.get(reverse("facilities:service", args=[bare.pk])).content.decode()
    assert "无数据" in body
    assert "代办" not in body


def test_list_by_theme_place_and_words(client, service):
    PublicService.objects.create(area="500198", name="高龄津贴申领", theme="elderly")
    PublicService.objects.create(area="50", name="临时救助申请", theme="assistance")
    assert listed(client) == ["临时救助申请", "最低生活保障申请", "高龄津贴申领"]
    assert listed(client, theme="elderly") == ["高龄津贴申领"]
    assert listed(client, area="500199001001") == ["临时救助申请", "最低生活保障申请"]
    assert listed(client, q="低保") == ["最低生活保障申请"]
    assert listed(client, theme="nothing", area="abc", page="99") == listed(client)


def test_empty_directory_says_so(client):
    assert "还没有登记办事服务" in client.get(reverse("facilities:services")).content.decode()


def test_community_page_names_what_can_be_settled_there(client, service):
    community = make_community("500199001001")
    PublicService.objects.create(area="500198", name="别处的事", theme="other")
    body = client.get(reverse("communities:public", args=[community.code])).content.decode()
    assert service.name in body
    assert "别处的事" not in body
    assert f"/services/?area={community.code}" in body
