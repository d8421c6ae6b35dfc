"""Open data: what the public pages show and nothing beyond, at addresses that stay."""

import csv
import io
import json

import pytest
from django.core.cache import cache
from django.urls import reverse

from communities.views.open_data import PER_MINUTE
from compliance.models import Publication
from facilities.models import PublicService
from records.models import Event
from tests.factories import make_community, make_facility
from tests.world import DAY, HERE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()


def take(client, slug, form="csv", **asked):
    answer = client.get(reverse("communities:open_dataset", args=[slug, form]), asked)
    assert answer.status_code == 200
    return answer, answer.getvalue().decode()


def lines(client, slug, **asked):
    _answer, text = take(client, slug, **asked)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:])))


def test_address_is_the_one_that_was_published():
    assert reverse("communities:open_dataset", args=["results", "csv"]) == "/open-data/results.csv"


def test_results_are_open_as_far_as_the_area_opens_them(client, world):
    found = lines(client, "results", area=HERE, as_of=str(DAY))
    assert {row["level"] for row in found} >= {"community", "county"}
    assert all(row["code"].startswith(HERE) for row in found)
    Publication.objects.filter(indicator="floor-area").update(reach="total")
    Publication.objects.filter(indicator="households-per-community").update(reach="internal")
    fewer = lines(client, "results", area=HERE, as_of=str(DAY))
    assert {row["level"] for row in fewer if row["indicator"] == "floor-area"}.isdisjoint({"community"})
    assert "households-per-community" not in {row["indicator"] for row in fewer}


def test_before_the_first_report_there_is_nothing(client, world):
    assert lines(client, "results", area=HERE, as_of="2020-01-01") == []


def test_unknown_is_empty_and_null(client):
    facility = make_facility(make_community("630199001001"), name="活动室", area=None)
    (row,) = lines(client, "facilities", area="630199", as_of=str(DAY))
    assert (row["name"], row["area"]) == (facility.name, "")
    _answer, text = take(client, "facilities", "json", area="630199", as_of=str(DAY))
    found = json.loads(text)
    assert found["rows"][0]["area"] is None
    assert found["columns"]["area"] == "建筑面积(㎡)"
    assert found["licence"] == "CC BY 4.0"


def test_premises_not_meant_for_the_public_are_left_out(client):
    make_facility(make_community("630199001001"), name="库房", is_public=False)
    assert lines(client, "facilities", area="630199") == []


def test_communities_are_those_of_the_day(client):
    make_community("630199001001", established_on="2024-01-01")
    assert lines(client, "communities", area="630199", as_of="2023-12-31") == []
    assert [row["code"] for row in lines(client, "communities", area="630199", as_of="2024-01-01")] == ["630199001001"]


def test_formula_is_made_harmless(client):
    PublicService.objects.create(area="630199", name="=1+1", theme="other")
    (row,) = lines(client, "services", area="630199")
    assert row["name"] == "'=1+1"


def test_unchanged_data_are_not_sent_again(client):
    address = reverse("communities:open_dataset", args=["communities", "csv"])
    first = client.get(address, {"area": "630199"})
    again = client.get(address, {"area": "630199"}, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Event.objects.create(reason="a later transaction")
    changed = client.get(address, {"area": "630199"}, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200


@pytest.mark.parametrize(
    "asked", [{"area": "5"}, {"area": "x'"}, {"as_of": "2026-02-30"}, {"as_of": "gestern"}, {"area": "٥٠"}]
)
def test_wrong_question_is_answered_in_words(client, asked):
    answer = client.get(reverse("communities:open_dataset", args=["communities", "csv"]), asked)
    assert answer.status_code == 400
    assert "as_of 应为日期" in answer.content.decode()


@pytest.mark.parametrize(("slug", "form"), [("people", "csv"), ("communities", "exe")])
def test_no_such_file(client, slug, form):
    assert client.get(reverse("communities:open_dataset", args=[slug, form])).status_code == 404


def test_too_many_requests_are_told_to_wait(client):
    address = reverse("communities:open_dataset", args=["services", "json"])
    statuses = [client.get(address).status_code for _ in range(PER_MINUTE + 1)]
    assert statuses[:-1] == [200] * PER_MINUTE
    assert statuses[-1] == 429
    page = client.get(reverse("communities:open_data")).content.decode()
    assert f"每分钟可取 {PER_MINUTE} 个文件" in page  # so many at least: each process of the server counts for itself


def test_visitors_behind_the_proxy_are_counted_one_by_one(client, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    address = reverse("communities:open_dataset", args=["services", "json"])

    def statuses(visitor):
        headers = {"x-forwarded-proto": "https", "x-forwarded-for": visitor}
        return {client.get(address, headers=headers).status_code for _ in range(PER_MINUTE)}

    assert statuses("198.51.100.7") == statuses("198.51.100.8") == {200}
    assert statuses("203.0.113.9, 198.51.100.7") == {429}


def test_large_type_is_remembered_and_leads_back(client, world):
    answer = client.get(reverse("communities:elder"), {"on": "1", "next": "/standards/"})
    assert answer.url == "/standards/"
    assert 'class="public elder"' in client.get("/").content.decode()
    client.get(reverse("communities:elder"), {"on": "2"})
    assert 'class="public elder larger"' in client.get("/").content.decode()
    client.get(reverse("communities:elder"), {"on": "0"})
    assert 'class="public"' in client.get("/").content.decode()


def test_large_type_does_not_lead_elsewhere(client):
    assert client.get(reverse("communities:elder"), {"on": "1", "next": "https://example.com/"}).url == "/"


@pytest.mark.parametrize("page", ["accessibility", "privacy", "contact", "map"])
def test_pages_about_the_site(client, world, page):
    assert client.get(reverse("communities:about", args=[page])).status_code == 200


def test_foot_states_what_is_set(client, world, settings):
    settings.SITE_FACTS = {
        "owner": "渝东区民政局", "icp": "渝ICP备00000000号", "police": "渝公网安备0号", "code": "5001000000",
        "contact": "023-63800000", "mistakes_url": "https://mistakes.example.invalid/",
    }  # fmt: skip
    foot = client.get(reverse("communities:find")).content.decode().partition("<footer")[2]
    assert "主办单位:渝东区民政局" in foot
    assert "我为政府网站找错" in foot
    assert all(fact in foot for fact in settings.SITE_FACTS.values())
    settings.SITE_FACTS = dict.fromkeys(settings.SITE_FACTS, "")
    foot = client.get(reverse("communities:find")).content.decode().partition("<footer")[2]
    assert "备" not in foot
    assert "主办单位" not in foot
