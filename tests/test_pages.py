"""Pages as a whole: never an error page for odd input, constant cost, headers, no inline code, one title each."""

import re
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse, reverse_lazy

from accounts.models import User
from communities.choices import Role
from compliance import registry
from compliance.models import Report
from compliance.services import build_report, publish_report
from tests.addresses import address, addresses, parameters
from tests.answers import ANSWERS, Public, values_of
from tests.factories import make_community, make_facility, make_headcount
from tests.shown_forms import forms_of
from tests.world import DAY, HERE, make_account

VIEWS = {name: getattr(view, "view_class", view) for name, view in addresses()}
NAMES = list(VIEWS)
OF_ONE_VIEW = {one: [name for name in NAMES if VIEWS[name] is one] for one in VIEWS.values()}
ASKED = [
    "q",
    "page",
    "sort",
    "level",
    "indicator",
    "area",
    "verdict",
    "inside",
    "state",
    "on",
    "report",
    "kind",
    "next",
    "other",
    "other_on",
    "share",
]
ODD = [
    *("\x00", "-1", str(2**63), "9" * 5000, "0000-00-00", "9999-12-31"),
    *("__class__", "%", "'\"><script>", "[]", "\u202e", "\ufffd"),
]
BROKEN = ["q=a&q=b&page=1&page=2&sort=name&sort=-code", f"q=%ED%A0%80&area={HERE}%00&indicator=%00"]
ODD_PATHS = {
    "pk": [0, 2**63, 10**30],
    "row": [0, 10**30],
    "code": ["00", "99", "9" * 12, "0" * 9],
}
INLINE = re.compile(r"""<style|\sstyle\s*=|\son[a-z]+\s*=\s*["']|<script(?![^>]*\ssrc=)""")
HEADERS = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"}


@pytest.fixture
def root(world):
    """A client that may do everything and answers with the page for errors instead of raising them."""
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("root", password="right-horse-7"))
    return client


def known_values(name, world):
    """Values that exist, for as much as the address needs."""
    values = {"pk": world.here.pk, "row": world.row(world.here).pk, "code": HERE, "form": "csv", "level": "community"}
    if name in ANSWERS and "pk" in ANSWERS[name].path:
        values["pk"] = ANSWERS[name].path["pk"](world, world.here)
    values |= {"indicator": "floor-area", "act": "x", "what": "community", "kind": "x", "slug": "x"}
    if name in ("communities:public", "communities:map"):
        values["code"] = world.community.code
    return {key: values.get(key, 1) for key in parameters(name)}


def try_address(name, **values):
    try:
        return address(name, **values)
    except NoReverseMatch:
        return None


def asked_of(name):
    """What an address is asked in vain: each one other pairs of names and values, together all of them.

    Where one view makes the pages of all registers, each of its addresses takes a part only.
    """
    alike = OF_ONE_VIEW[VIEWS[name]]
    if len(alike) < len(ODD):
        begin, turns, broken = NAMES.index(name), range(0, len(ODD), 3), BROKEN
    else:
        begin, turns = 0, [alike.index(name)]
        broken = [BROKEN[turns[0] // len(ODD) % len(BROKEN)]]
    for turn in turns:
        yield urlencode({key: ODD[(begin + turn + place) % len(ODD)] for place, key in enumerate(ASKED)})
    yield from broken


def test_n1_a_view_of_all_registers_is_asked_everything():
    of_registers = [names for names in OF_ONE_VIEW.values() if len(names) >= len(ODD)]
    assert len(of_registers) >= 12
    for names in of_registers:
        asked = {query for name in names for query in asked_of(name)}
        assert {*BROKEN} < asked
        assert len(asked - {*BROKEN}) == len(ODD)


@pytest.mark.parametrize("name", NAMES)
def test_n1_odd_parameters_never_break_a_page(root, world, name):
    url = try_address(name, **known_values(name, world))
    if url is None:
        pytest.fail(f"say in known_values() what {name} needs")
    for query in asked_of(name):
        assert root.get(f"{url}?{query}").status_code < 500, query[:200]


@pytest.mark.parametrize("name", [name for name in NAMES if name in ANSWERS])
def test_n1_odd_places_never_break_a_page(root, world, name):
    known = known_values(name, world)
    for key in known.keys() & ODD_PATHS.keys():
        for odd in ODD_PATHS[key]:
            url = try_address(name, **{**known, key: odd})
            assert url is None or root.get(url).status_code < 500, (key, odd)


@pytest.mark.parametrize("day", ["2024-02-30", "0000-00-00", "9999-12-31", "1800-01-01", "", "昨天", "\x00"])
def test_a_date_that_cannot_be_is_explained_beside_the_field(root, world, day):
    response = root.post(reverse("compliance:report_add"), {"area": HERE, "as_of": day})
    assert response.status_code == 200
    assert response.context["form"].errors["as_of"]


@pytest.mark.parametrize("area", ["", "0", "99", "5001990", "\x00", "九", "500199001001", "50019900"])
def test_an_area_that_cannot_be_is_explained_beside_the_field(root, world, area):
    response = root.post(reverse("compliance:report_add"), {"area": area, "as_of": str(DAY)})
    assert response.status_code == 200
    assert response.context["form"].errors["area"]


def test_an_area_without_communities_is_explained(root, world):
    world.community.__class__.objects.filter(code__startswith=HERE).update(established_on="2024-01-01")
    response = root.post(reverse("compliance:report_add"), {"area": HERE, "as_of": "2023-01-01"})
    assert response.context["form"].errors["area"]


def assert_headers(name, answer, response):
    for header, value in HEADERS.items():
        assert response[header] == value, (name, header)
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    if response.status_code == 200 and not isinstance(answer, Public):
        assert "no-store" in response.get("Cache-Control", ""), name


def test_s5_error_pages_have_the_same_headers(root, world):
    response = root.get("/nothing/")
    assert response.status_code == 404
    assert "没有找到" in response.content.decode()
    assert reverse("communities:todo") in response.content.decode()
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


def test_s5_pages_hold_no_inline_code_and_say_what_they_are(root, world):
    """And the headers of S5 go with every page."""
    for name, answer in ANSWERS.items():
        response = root.get(address(name, **values_of(name, answer, world, world.here)))
        assert response.status_code == (302 if name == "login" else answer.status), name
        assert_headers(name, answer, response)
        if response.status_code != 200 or response.streaming or "text/html" not in response["Content-Type"]:
            continue
        body = response.content.decode()
        if "<html" not in body:
            continue
        assert not INLINE.search(body), (name, INLINE.search(body))
        assert '<html lang="zh-Hans">' in body, name
        assert body.count("<h1") == 1, name
        assert 'href="#content"' in body, name
        assert 'id="content"' in body, name
        assert without_one_use(body) == [], name


OF_THE_ACCOUNT = {reverse_lazy(name) for name in ("login", "logout", "password_change")}
"""Forms that act on the account's own session: sent twice they do the same once more."""


KEEPS_NOTHING = {"bulk", "data-nearby", "data-reading"}
"""Marks of forms that only ask, for the rows ticked in a list or for what is near, or say once more what is read."""


def _marks(form):
    return {form.attributes.get("id"), *form.attributes}


def without_one_use(body):
    """Where the forms of a page lead that would act twice when sent twice."""
    sent = [form for form in forms_of(body) if form.method == "post" and not KEEPS_NOTHING & _marks(form)]
    open_ones = [form for form in sent if not form.names & {"submission_id", "password", "old_password"}]
    return [one.attributes.get("action", "") for one in open_ones if one.attributes.get("action") not in OF_THE_ACCOUNT]


def test_r6_control_a_form_without_its_token_is_noticed():
    """R6"""
    assert without_one_use('<form method="post" action="/x"><input name="a"></form>') == ["/x"]
    assert without_one_use('<form method="post"><input name="submission_id" value="1"></form><form></form>') == []


def test_r6_every_form_of_a_template_holds_its_token():
    """R6: also where the form stands on a page that needs a file or a state to be seen."""
    found = {}
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.html")):
        for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", path.read_text(), re.DOTALL):
            if not re.search(r"one_use|submission_id|\|crispy|\{% crispy |id=\"bulk\"", form):
                found.setdefault(path.name, form)
    assert set(found) <= {"base.html", "login.html", "nearby.html", "alerts.html"}  # sessions, and KEEPS_NOTHING
    assert "base.html" in found  # control: logging out needs none


def test_where_a_draft_is_kept_there_is_a_place_to_offer_it():
    """The script puts its button there; what is hidden would stay so."""
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.html")):
        if 'data-draft="' in (text := path.read_text()):
            assert re.search(r"<\w+(?![^>]* hidden)[^>]* data-draft-note\b", text), path


def test_s6_forms_without_a_token_are_refused(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_account(Role.COUNTY_REVIEWER))
    for name in ("compliance:report_add", "compliance:report_publish", "compliance:report_withdraw", "login"):
        assert client.post(address(name, pk=world.here.pk)).status_code == 403


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_s6_login_leads_nowhere_else(client, world, target):
    make_account(Role.LEADER, name="leader")
    answer = client.post(reverse("login"), {"username": "leader", "password": "right-horse-7", "next": target})
    assert answer.status_code == 302
    assert "evil" not in answer["Location"]
    assert "javascript" not in answer["Location"]


def cost(client, url):
    """How many queries a page takes when nothing is kept from an earlier visit."""
    client.get(url)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def grow(count):
    """More communities, premises and reports in the first county."""
    for number in range(count):
        place = make_community(f"{HERE}001{500 + number + Report.objects.count() * 20:03}")
        make_headcount(place, households=500, residents=900)
        for _ in range(3):
            make_facility(place, area=20)
    report = build_report(area=HERE, on=DAY)
    publish_report(report)
    return report


def pages_of(report, community):
    detail = reverse("compliance:report_detail", args=[report.pk])
    return {
        "home": reverse("compliance:area", args=[HERE]),
        "street": reverse("compliance:area", args=[f"{HERE}001"]),
        "community": reverse("communities:public", args=[community.code]),
        "standards": reverse("compliance:standards"),
        "overview": reverse("compliance:overview"),
        "reports": reverse("compliance:report_list"),
        "rules": reverse("compliance:standard_list"),
        "level": f"{detail}?level=community",
        "matrix": f"{detail}?level=community&indicator=all",
    }


def test_a_page_costs_the_same_however_much_there_is(client, world):
    client.force_login(make_account(Role.COUNTY_REVIEWER))
    before, after = (
        {which: cost(client, url) for which, url in pages_of(grow(count), world.community).items()} for count in (1, 6)
    )
    assert before == after


@pytest.mark.parametrize(("which", "most"), [("home", 12), ("street", 12), ("community", 12)])
def test_public_pages_take_few_queries(client, world, which, most):
    """Also with the question whether a page of before still holds; tests/communities/test_page_cache.py: kept, one."""
    assert cost(client, pages_of(world.here, world.community)[which]) <= most


def test_the_home_page_shows_the_newest_published_report(client, world, settings):
    settings.SITE_AREA = HERE
    assert client.get("/").context["report"] == world.here
    newer = grow(1)
    assert client.get("/").context["report"] == newer
    Report.objects.filter(pk=newer.pk).update(state="withdrawn")
    assert client.get("/").context["report"] == world.here


def test_only_what_is_opened_is_public(client, world):
    shown = {figure.slug for figure in client.get(reverse("compliance:area", args=[HERE])).context["figures"]}
    assert shown >= {"floor-area", "workers-per-10k"}
    from compliance.models import Publication

    Publication.objects.filter(indicator="floor-area").update(reach="internal")
    Publication.objects.filter(indicator="facility-coverage").update(reach="total")
    shown = {figure.slug for figure in client.get(reverse("compliance:area", args=[HERE])).context["figures"]}
    assert "floor-area" not in shown
    assert "facility-coverage" in shown
    page = client.get(reverse("communities:public", args=[world.community.code])).content.decode()
    assert str(registry.get("facility-coverage").title) not in page


def test_a_ratio_over_a_handful_of_people_is_never_public(client, world):
    page = client.get(reverse("communities:public", args=[world.community.code])).content.decode()
    assert str(registry.get("female-share").title) not in page


def test_a_former_code_leads_to_the_community(client, world):
    from tests.factories import recode

    old = world.community.code
    recode(world.community, f"{HERE}001999", DAY)
    answer = client.get(reverse("communities:public", args=[old]))
    assert answer.status_code == 302
    assert answer["Location"] == reverse("communities:public", args=[f"{HERE}001999"])


def test_a_trace_tells_when_the_register_has_changed_since(root, world):
    values = {"pk": world.here.pk, "row": world.row(world.here).pk, "indicator": "floor-area"}
    page = reverse("compliance:report_trace", kwargs=values)
    assert root.get(page).context["today"].differs is False
    make_facility(world.community, area=50)
    today = root.get(page).context["today"]
    assert today.differs is True
    assert len(today.groups[0][1]) == 2
