"""A form that comes twice, by a double click or the back button, acts once and is answered kindly the second time."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from communities.choices import Role
from communities.models import FilledForm, SavedSummary, SavedView
from jobs.models import Job
from records.models import Change
from records.versions import version_of
from tests.communities.offices import sent_once
from tests.communities.test_filling import form_of
from tests.test_registers import (  # noqa: F401
    ALL,
    CORRECTED,
    ENTERED,
    MAKE,
    NEW,
    _desks,
    at_desk,
    clerk,
    desks,
    errors_of,
    form_data,
    place,
)
from tests.world import make_account

pytestmark = pytest.mark.django_db
KINDLY = "没有重复办理"


def twice(client, url, data):
    """What is left to say after the same form was sent twice: the second answer, followed to its page."""
    first = client.post(url, data)
    assert first.status_code == 302, errors_of([first])
    written = Change.objects.count()
    second = client.post(url, data, follow=True)
    assert second.redirect_chain[0] == (first.url, 302)
    assert Change.objects.count() == written
    return second.content.decode()


@pytest.mark.parametrize("slug", ENTERED)
def test_r6_a_row_entered_twice_is_one_row(slug, place, at_desk, clerk):  # noqa: F811
    """R6; and it is kept who entered it and why."""
    register = ALL[slug]
    data = NEW[slug](place) | sent_once()
    before = register.model.objects.count()
    assert KINDLY in twice(at_desk, register.url("add"), data)
    assert register.model.objects.count() == before + 1
    event = Change.of(register.model.objects.order_by("pk").last()).last().event
    assert event.user == clerk
    assert event.reason


@pytest.mark.parametrize("slug", CORRECTED)
def test_r6_a_correction_sent_twice_is_no_conflict_with_oneself(slug, place, at_desk, clerk):  # noqa: F811
    """R6; and it is kept who corrected what and why."""
    register, row = ALL[slug], MAKE[slug](place)
    data = form_data(register, row, clerk) | {"source": "核对表", "reason": "核对"}
    page = twice(at_desk, register.url("edit", row.pk), data)
    assert KINDLY in page
    assert "核对表" in page
    row.refresh_from_db()
    assert row.source == "核对表"
    change = Change.of(row).first()
    assert (change.after["source"], change.event.user, change.event.reason) == ("核对表", clerk, "核对")


@pytest.mark.parametrize("slug", CORRECTED)
def test_r6_a_deletion_takes_a_reason_and_sent_twice_leads_to_the_list(slug, place, at_desk, clerk):  # noqa: F811
    """R6"""
    register, row = ALL[slug], MAKE[slug](place)
    data, url = sent_once(version=version_of(row)), register.url("delete", row.pk)
    assert at_desk.post(url, data).status_code == 200
    assert register.model.objects.filter(pk=row.pk).exists()
    assert KINDLY in twice(at_desk, url, data | {"reason": "误录"})
    assert not register.model.objects.filter(pk=row.pk).exists()
    assert Change.objects.filter(row_id=row.pk, op="D", event__reason="误录", event__user=clerk).exists()


@pytest.mark.parametrize("slug", [slug for slug, one in ALL.items() if one.end])
def test_r6_an_end_has_a_day_and_sent_twice_leads_to_the_row(slug, place, at_desk):  # noqa: F811
    """R6"""
    register, row = ALL[slug], MAKE[slug](place)
    words = {"on": "2024-05-01", "end_reason": "resigned", "outcome": "idle", "reason": "到期"}
    data = sent_once(version=version_of(row), **words)
    assert KINDLY in twice(at_desk, register.url("end", row.pk), data)
    row.refresh_from_db()
    if slug == "hours":  # what is done to many of them is to verify them
        assert row.verified_at
    else:
        assert datetime.date(2024, 5, 1) in [getattr(row, name, None) for name in ("ended_on", "closed_on")]
    page = at_desk.get(register.url("end", row.pk), follow=True)
    assert "不需要再办理" in page.content.decode()


def test_r6_many_rows_changed_twice_are_changed_once(place, at_desk):  # noqa: F811
    """R6"""
    register, row = ALL["facility"], MAKE["facility"](place)
    data = {"row": [row.pk], "do": "edit", "field": register.bulk_fields[0], "reason": "统一", "step": "apply"}
    field = register.listed_model._meta.get_field(register.bulk_fields[0])
    value = str(field.choices[0][1]) if field.choices else "新内容"
    assert KINDLY in twice(at_desk, register.url("bulk"), data | sent_once(value=value))


def test_r6_none_confirmed_twice_is_confirmed_once(place, at_desk):  # noqa: F811
    """R6"""
    register = next(one for one in ALL.values() if one.nil)
    data = sent_once(community=place.code, started_on="2024-01-01", source="核实")
    assert KINDLY in twice(at_desk, register.url("nil"), data)


def test_r6_the_token_of_another_account_opens_nothing(place, at_desk, client):  # noqa: F811
    """R6: who knows the token of another's form learns nothing by it."""
    data = NEW["headcount"](place) | sent_once()
    at_desk.post(ALL["headcount"].url("add"), data)
    client.force_login(make_account(Role.STREET_CLERK, place.code[:9]))
    assert client.post(ALL["headcount"].url("add"), data | {"on": "2024-07-01"}).status_code == 403


def test_r6_pages_beside_the_registers_act_once(place, at_desk, clerk, monkeypatch):  # noqa: F811
    """R6: views, summaries, forms of other offices, tables made by a job."""
    monkeypatch.setattr("communities.views.official.ready.AT_ONCE", -1)
    today, street = timezone.localdate().isoformat(), place.code[:9]
    blank = SimpleUploadedFile("空表.xlsx", form_of())
    for url, data, rows in [
        (ALL["facility"].url("view"), {"name": "我的", "column": ["kind"]}, SavedView),
        (reverse("staffing_tables:table_summary_save"), summary_choice(today, street), SavedSummary),
        (reverse("official:table_upload"), {"file": blank, "on": today, "area": street}, FilledForm),
        (reverse("official:table_ready", args=["staff"]), {"on": today, "area": street}, Job),
    ]:
        token, before = sent_once(), rows.objects.count()
        first = at_desk.post(url, data | token)
        assert first.status_code == 302, (url, first.context and first.context["form"].errors)
        blank.seek(0)
        again = at_desk.post(url, data | token, follow=True)
        assert again.redirect_chain[0] == (first.url, 302)
        assert KINDLY in again.content.decode(), url
        assert rows.objects.count() == before + 1, url


def summary_choice(day, area):
    return {"name": "按街道", "level": "street", "on": day, "area": area, "kinds": ["fulltime"], "dimensions": []}


def test_r6_a_refused_form_keeps_its_token_and_nobody_uses_that_of_another(place, at_desk, client):  # noqa: F811
    """R6"""
    url, token = reverse("official:table_ready", args=["staff"]), sent_once()
    assert at_desk.post(url, token | {"on": "2024-02-30"}).status_code == 200
    view = ALL["facility"].url("view")
    assert at_desk.post(view, token | {"name": "一", "column": ["kind"]}).status_code == 302
    client.force_login(make_account(Role.STREET_CLERK, place.code[:9]))
    assert client.post(view, token | {"name": "二", "column": ["kind"]}).status_code == 403


def test_r6_control_without_the_mixin_a_blank_form_sent_twice_is_there_twice(place, at_desk, monkeypatch):  # noqa: F811
    """R6, its guard off"""
    monkeypatch.setattr("communities.views.sending.token_of", lambda request: None)
    token, before = sent_once(), FilledForm.objects.count()
    for _time in range(2):
        file = SimpleUploadedFile("空表.xlsx", form_of())
        data = {"file": file, "on": timezone.localdate().isoformat(), "area": place.code[:9]}
        at_desk.post(reverse("official:table_upload"), data | token)
    assert FilledForm.objects.count() == before + 2
