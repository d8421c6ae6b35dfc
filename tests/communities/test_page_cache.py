"""Public pages kept for the next visitor, and never past a publication."""

import gzip

import pytest
from django.http import HttpResponse
from django.urls import reverse

from communities.choices import Role
from communities.page_cache import forget, keepable, kept_pages
from compliance import registry
from compliance.models import Publication
from compliance.services import withdraw_report
from tests.factories import make_facility
from tests.world import HERE, make_account


@pytest.fixture(autouse=True)
def pages_are_kept(settings, world):
    settings.PUBLIC_PAGE_SECONDS = 60
    settings.SITE_AREA = HERE
    forget()


@pytest.fixture
def page(world):
    return reverse("communities:public", args=[world.community.code])


@pytest.mark.parametrize("which", ["home", "community"])
def test_second_visit_asks_only_what_is_published(client, page, which, django_assert_num_queries):
    address = page if which == "community" else "/"
    first = client.get(address).content
    with django_assert_num_queries(1):
        assert client.get(address).content == first


def test_an_address_that_is_never_kept_is_not_asked_about(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/static/none.css").status_code == 404


def test_registers_are_read_again_once_the_time_is_over(client, page, world):
    client.get(page)
    make_facility(world.community, name="新开的活动室")
    assert "新开的活动室" not in client.get(page).content.decode()
    forget()
    assert "新开的活动室" in client.get(page).content.decode()


def test_withdrawing_a_report_counts_at_once(client, world):
    assert "够不够" in client.get("/").content.decode()
    withdraw_report(world.here, user=make_account(Role.COUNTY_REVIEWER))
    assert "这里还没有发布测算报告" in client.get("/").content.decode()


def test_closing_an_indicator_counts_at_once(client, page):
    title = str(registry.get("floor-area").title)
    assert title in client.get(page).content.decode()
    Publication.objects.filter(indicator="floor-area").delete()
    assert title not in client.get(page).content.decode()


def test_a_page_comes_packed_to_whoever_can_unpack_it(client, page):
    plain = client.get(page)
    packed = client.get(page, headers={"Accept-Encoding": "br, gzip"})
    assert gzip.decompress(packed.content) == plain.content
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) / 2
    assert "Accept-Encoding" in plain["Vary"]
    assert {"Content-Security-Policy", "X-Frame-Options", "Referrer-Policy"} <= set(packed.headers)


def test_other_language_and_large_type_are_other_pages(client, page):
    plain = client.get(page).content.decode()
    assert '<html lang="en">' in client.get(f"/en{page}").content.decode()
    client.get(reverse("communities:elder"), {"on": "1"})
    assert client.get(page).content.decode() != plain


def test_what_somebody_looks_for_is_not_kept(client, world):
    """As the privacy page says."""
    client.get(reverse("communities:find"), {"q": "新开"})
    make_facility(world.community, name="新开的活动室")
    assert "新开的活动室" in client.get(reverse("communities:find"), {"q": "新开"}).content.decode()


def test_somebody_logged_in_sees_what_is(client, page, world):
    client.force_login(make_account(Role.COUNTY_REVIEWER))
    client.get(page)
    make_facility(world.community, name="新开的活动室")
    assert "新开的活动室" in client.get(page).content.decode()


def test_an_answer_with_a_cookie_is_nobody_elses(rf):
    """A form's token belongs to one visitor."""
    made = []

    def form_page(request):
        made.append(keepable(lambda: HttpResponse("form"), request))
        made[-1].set_cookie("csrftoken", "x")
        return made[-1]

    answer = kept_pages(form_page)
    assert [answer(rf.get("/form/")), answer(rf.get("/form/"))] == made
    plain = kept_pages(lambda request: keepable(lambda: HttpResponse(f"{len(made)}"), request))
    assert plain(rf.get("/plain/")).content == b"2"
    made.clear()
    assert plain(rf.get("/plain/")).content == b"2"
