"""Who sees what: every address has an answer for every role, and nobody learns of what lies outside their reach."""

import io
import zipfile

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from communities.choices import Role
from communities.views.base import PublicMixin, ScopedMixin
from compliance.models import Report
from jobs.models import Job
from tests.addresses import address, addresses, parameters
from tests.answers import ANSWERS, OfRegister, Public, answer_of, values_of
from tests.communities.offices import sent_once
from tests.test_sent_twice import KINDLY, twice
from tests.world import HERE, THERE, make_account

ADDRESSES = addresses()
NAMES = [name for name, _ in ADDRESSES]
OWN_ACCOUNT = {"login", "logout", "password_change", "password_change_done"}
"""Django's own views, about nothing but the account itself and the language."""


def client_of(client, role):
    client.force_login(make_account(role))
    return client


def test_every_view_is_scoped_or_deliberately_public():
    for name, view in ADDRESSES:
        if name not in OWN_ACCOUNT:
            is_public = isinstance(answer_of(name, view), Public)
            assert issubclass(view.view_class, PublicMixin if is_public else ScopedMixin), name
            assert getattr(view, "login_required", True) is not is_public, name


def test_every_address_has_a_declared_answer():
    unknown = [name for name, view in ADDRESSES if answer_of(name, view) is None]
    assert unknown == [], "say in tests/answers.py who may see them"


def test_no_answer_is_left_over():
    assert set(ANSWERS) <= set(NAMES)


def test_a1_without_an_account_only_public_pages(client, world):
    for name, view in ADDRESSES:
        answer = answer_of(name, view)
        if answer is None:
            continue
        if isinstance(answer, OfRegister):
            values = dict.fromkeys(parameters(name), 1)
        else:
            values = values_of(name, answer, world, world.here)
        response = client.get(address(name, **values))
        if isinstance(answer, Public):
            assert response.status_code == answer.status, name
        else:
            assert response.status_code == 302, name
            assert response["Location"].startswith("/login/?next="), name


@pytest.mark.parametrize("role", list(Role))
def test_a1_every_role_gets_the_declared_answer_and_nothing_of_other_areas(client, world, role):
    """Names of the other county stand on no page of the workbench."""
    client_of(client, role)
    for name, view in ADDRESSES:
        answer = answer_of(name, view)
        if isinstance(answer, Public) or (isinstance(answer, OfRegister) and parameters(name)):
            continue
        values = {} if isinstance(answer, OfRegister) else values_of(name, answer, world, world.here)
        response = client.get(address(name, **values))
        if not isinstance(answer, OfRegister):
            assert response.status_code == (answer.status if role in answer.roles else _refusal(name, answer)), name
        elif name.endswith("_list"):
            assert (response.status_code == 200) is (role in answer.roles), name
        if not response.streaming:
            assert f"Place {THERE}" not in words(response), name


def _refusal(name, answer):
    return 404 if name == "communities:job_detail" else answer.otherwise


@pytest.mark.parametrize("role", list(Role))
def test_a1_foreign_is_missing(client, world, role):
    """What lies outside one's reach answers exactly as what does not exist: status and length."""
    client_of(client, role)
    for name, answer in ANSWERS.items():
        if isinstance(answer, Public) or "pk" not in answer.path:
            continue
        values = values_of(name, answer, world, world.there)
        foreign = client.get(address(name, **values))
        missing = client.get(address(name, **{**values, "pk": 999_999_999}))
        assert foreign.status_code in (403, 404), (name, role)
        assert (foreign.status_code, len(foreign.content)) == (missing.status_code, len(missing.content)), (name, role)


@pytest.mark.parametrize("role", list(Role))
def test_a1_rows_of_other_areas_do_not_exist(client, world, role):
    client_of(client, role)
    for name, view in ADDRESSES:
        answer = answer_of(name, view)
        if not isinstance(answer, OfRegister) or parameters(name) != {"pk"}:
            continue
        foreign = answer.register.model.objects.inside(THERE).first()
        assert foreign is not None, f"the world (tests/world.py) has no row of {answer.register.slug}"
        assert client.get(address(name, pk=foreign.pk)).status_code in (403, 404, 405), (name, role)


def words(response):
    """What a page or a workbook says."""
    content = response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(map(book.read, book.namelist()))
    return content.decode()


def test_a_street_sees_of_the_county_report_only_its_own_rows(client, world):
    client_of(client, Role.STREET_CLERK)
    page = reverse("compliance:report_detail", args=[world.here.pk])
    assert client.get(page, {"area": f"{HERE}001"}).status_code == 200
    assert client.get(page, {"area": HERE}).status_code == 404
    assert client.get(page, {"area": THERE}).status_code == 404


def test_an_export_is_cut_to_reach(client, world):
    reviewer = make_account(Role.STREET_REVIEWER)
    client.force_login(reviewer)
    values = {"pk": world.here.pk, "form": "csv", "level": "county"}
    body = b"".join(client.get(reverse("compliance:report_export", kwargs=values)).streaming_content).decode(
        "utf-8-sig"
    )
    assert len(body.splitlines()) == 1


def test_a3_a_report_of_a_foreign_area_cannot_be_asked_for(client, world):
    client_of(client, Role.COUNTY_REVIEWER)
    jobs = Job.objects.count()
    response = client.post(reverse("compliance:report_add"), {"area": THERE, "as_of": "2024-06-30"})
    assert response.status_code == 200
    assert response.context["form"].errors["area"]
    assert Job.objects.count() == jobs


def test_publishing_takes_another_person(client, world):
    builder = make_account(Role.COUNTY_REVIEWER)
    Report.objects.filter(pk=world.here.pk).update(state="ready", built_by=builder, published_at=None)
    client.force_login(builder)
    page = reverse("compliance:report_publish", args=[world.here.pk])
    assert client.post(page, sent_once()).status_code == 200
    assert Report.objects.get(pk=world.here.pk).state == "ready"
    client.force_login(make_account(Role.COUNTY_REVIEWER, name="another"))
    assert client.post(page, sent_once()).status_code == 302
    assert Report.objects.get(pk=world.here.pk).state == "published"


def test_r6_a_report_asked_for_twice_is_one_job(client, world):
    """R6"""
    client.force_login(make_account(Role.COUNTY_REVIEWER))
    before, data = Job.objects.count(), sent_once(area=HERE, as_of="2024-06-30")
    answers = [client.post(reverse("compliance:report_add"), data) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert Job.objects.count() == before + 1


def test_r6_a_report_published_twice_is_published_once(client, world):
    """R6"""
    Report.objects.filter(pk=world.here.pk).update(state="ready", published_at=None)
    client.force_login(make_account(Role.COUNTY_REVIEWER))
    data, page = sent_once(), reverse("compliance:report_publish", args=[world.here.pk])
    assert KINDLY in twice(client, page, data)


def test_a_foreign_report_cannot_be_published_or_withdrawn(client, world):
    client_of(client, Role.COUNTY_REVIEWER)
    for action in ("publish", "withdraw"):
        assert client.post(reverse(f"compliance:report_{action}", args=[world.there.pk])).status_code == 404
    assert Report.objects.get(pk=world.there.pk).state == "published"


def test_people_are_named_in_a_trace_only_to_those_who_see_the_register_of_people(client, world):
    values = {"pk": world.here.pk, "row": world.row(world.here).pk, "indicator": "workers-per-community"}
    page = reverse("compliance:report_trace", kwargs=values)
    client.force_login(make_account(Role.STREET_CLERK))
    assert "Somebody" in client.get(page).content.decode()
    client.force_login(make_account(Role.CITY_OFFICER))
    assert "Somebody" not in client.get(page).content.decode()


def test_an_ended_posting_reaches_nothing(client, world):
    user = make_account(Role.COUNTY_REVIEWER)
    user.postings.update(started_on="2020-01-01", ended_on="2021-01-01")
    client.force_login(user)
    assert client.get(reverse("compliance:report_detail", args=[world.here.pk])).status_code == 404
    assert Group.objects.filter(user=user).exists()
