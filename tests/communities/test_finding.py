"""Residents find their community, a service, a place by what they call it."""

import pytest
from django.urls import reverse

from communities.finding import MOST, Words
from facilities.models import PublicService
from tests.factories import make_area, make_community, make_facility

pytestmark = pytest.mark.django_db


@pytest.fixture
def community():
    make_area("630199", name="渝东区")
    make_area("630199001", name="解放街道")
    return make_community(
        "630199001001", name="七星岗社区居民委员会", extent="东至中山一路,含星城花园、归元寺小区;中山一路1-99号"
    )


def titles(client, q):
    page = client.get(reverse("communities:find"), {"q": q})
    assert page.status_code == 200
    return [hit.title for _finder, hits, _more in page.context["found"] for hit in hits]


@pytest.mark.parametrize(
    "typed",
    ["七星岗", "七星岗社区居民委员会", "qixinggang", "Qi Xing Gang", "qxg", "星城花园", "中山一路", "七星冈"],
    ids=["part", "whole", "pinyin", "spaced", "initials", "estate", "road", "mistyped"],
)
def test_community_is_found(client, community, typed):
    make_community("630199001002", name="青龙嘴社区居民委员会")
    assert titles(client, typed) == ["七星岗社区居民委员会"]


def test_exact_name_comes_first(client, community):
    make_community("630199001000", name="新七星岗社区居民委员会")
    assert titles(client, "七星岗")[0] == "七星岗社区居民委员会"


def test_abolished_community_is_not_found(client):
    make_community("630199001001", name="七星岗社区居民委员会", abolished_on="2024-01-01")
    assert titles(client, "七星岗") == []


@pytest.mark.parametrize("typed", ["", " ", "a", "%", "\x00", "不存在的地方", "x" * 5000, "'\"><script>"])
def test_nothing_found_says_so(client, community, typed):
    page = client.get(reverse("communities:find"), {"q": typed})
    assert page.status_code == 200
    assert page.context["found"] == []
    assert "<script>" not in page.content.decode()


def test_words_in_latin_letters_are_pinyin():
    assert Words.of("Qi Xing'gang").latin == "qixinggang"
    assert Words.of("七星gang").latin == ""
    assert Words.of("12").latin == ""


def test_more_than_shown_is_said(client):
    for number in range(MOST + 1):
        make_community(f"630199001{number:03}", name=f"和平第{number}社区")
    page = client.get(reverse("communities:find"), {"q": "和平"})
    (_finder, hits, more) = page.context["found"][0]
    assert (len(hits), more) == (MOST, True)


@pytest.mark.parametrize("typed", ["低保", "最低生活保障", "zuidi", "zdsh", "最低生话保障"])
def test_service_is_found_by_what_people_call_it(client, community, typed):
    PublicService.objects.create(area="630199", name="最低生活保障申请", theme="assistance")
    PublicService.objects.create(area="630199", name="老年人优待证办理", theme="elderly")
    assert titles(client, typed) == ["最低生活保障申请"]


def test_single_letters_are_not_looked_for_in_every_name(client):
    PublicService.objects.create(area="630199", name="困难残疾人生活补贴申请", theme="disability")
    assert [titles(client, typed) for typed in ("jck", "zzzz")] == [[], []]
    assert titles(client, "kunnancanjiren") == titles(client, "kunnancanjoren") == ["困难残疾人生活补贴申请"]


def test_facility_open_to_everybody_is_found_by_name_and_kind(client, community):
    make_facility(community, name="星光助餐点", kind="canteen")
    make_facility(community, name="库房", kind="canteen", is_public=False)
    assert titles(client, "食堂") == ["星光助餐点"]
    assert titles(client, "库房") == []


def test_queries_do_not_grow_with_what_is_found(client, community, django_assert_max_num_queries):
    for number in range(10):
        make_facility(community, name=f"和平活动室{number}", kind="activity")
        make_community(name=f"和平第{number}社区")
    with django_assert_max_num_queries(12):
        assert len(titles(client, "和平")) == 20


@pytest.mark.parametrize(("code", "said"), [(None, "还没有登记社区"), ("500199001001", "还没有发布测算报告")])
def test_the_home_page_says_what_is_not_there_yet(client, code, said):
    if code:
        make_community(code)
    body = client.get("/").content.decode()
    assert said in body
    assert "全部" not in body
