"""Findings: from reports and others, told each half-year, closed by another person, looked at by the next report."""

import datetime

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from communities import alerts
from communities.choices import Role
from communities.models import Alert, Submission
from communities.roles import sync_roles
from compliance.following_reports import follow
from compliance.services import build_report
from records.models import Change
from records.versions import version_of
from rectification import evidence, services
from rectification.models import Finding, Progress
from rectification.rechecking import recheck
from sheets.services import import_sheet
from tests.communities.offices import make_submission, make_user, sent_once
from tests.factories import (
    COUNTY,
    make_area,
    make_community,
    make_facility,
    make_finding,
    make_headcount,
    make_standard,
    remove_standards,
)

pytestmark = pytest.mark.django_db

LATER = datetime.date(2099, 12, 31)
EARLY = datetime.date(2025, 6, 30)
PDF = b"%PDF-1.7 evidence"


@pytest.fixture(autouse=True)
def _kept_apart(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def places():
    """Two communities with too little room."""
    remove_standards()
    make_area(COUNTY, name="测试县")
    make_area(f"{COUNTY}001", name="测试街道")
    make_standard("floor-area", 250, area=COUNTY)
    made = [make_community() for _number in range(2)]
    for place in made:
        make_headcount(place, households=1000)
        make_facility(place, area=100)
    return made


@pytest.fixture
def officers(places):
    users = [make_user(Role.COUNTY_REVIEWER, COUNTY) for _number in range(2)]
    users.append(make_user(Role.STREET_CLERK, f"{COUNTY}001"))
    sync_roles()
    return users


def act(client, finding, slug, **values):
    finding.refresh_from_db()
    page = reverse("rectification:finding_act", args=[finding.pk, slug])
    answer = client.post(page, sent_once(version=version_of(finding), **values))
    finding.refresh_from_db()
    return answer


def test_failing_communities_become_findings_once_and_are_closed_by_another(places, officers, client):
    author, colleague, clerk = officers
    report = build_report(area=COUNTY, on=localdate())
    client.force_login(author)
    page = reverse("rectification:finding_report", args=[report.pk, "floor-area"])
    shown = client.get(reverse("compliance:report_detail", args=[report.pk]), {"indicator": "floor-area"})
    assert page in shown.content.decode()
    assert client.post(page, sent_once(places="500198001001", due_on=LATER)).status_code == 200
    codes = [place.code for place in places]
    assert client.post(page, sent_once(places=codes, due_on="2020-01-01")).status_code == 200
    once = sent_once(places=codes, due_on=LATER.isoformat())
    assert [client.post(page, once).status_code for _time in range(2)] == [302, 302]
    first, second = Finding.objects.order_by("place")
    assert (first.origin, first.unit, first.report_id) == ("report", "测试街道", report.pk)
    assert "100" in first.measured
    assert client.get(page).content.decode().count("整改中") == 2
    assert client.post(page, sent_once(places=codes, due_on=LATER)).status_code == 200
    assert Finding.objects.count() == 2

    client.force_login(clerk)
    assert client.get(reverse("rectification:finding_notice", args=[first.pk])).status_code == 200
    add = reverse("rectification:progress_add", args=[first.pk])
    assert client.get(add).status_code == 200
    for name, content in (("x.exe", b"MZ"), ("x.pdf", b"<script>"), ("x.svg", b"<svg/>")):
        refused = client.post(add, sent_once(year=2026, half=1, words="扩建", file=SimpleUploadedFile(name, content)))
        assert list(refused.context["form"].errors) == ["file"]
    proof = SimpleUploadedFile("合同.pdf", PDF)
    assert client.post(add, sent_once(year=2026, half=1, words="扩建", file=proof)).status_code == 302
    again = sent_once(year=2026, half=1, words="又", file=SimpleUploadedFile("又.pdf", PDF))
    assert "已经填报" in client.post(add, again).content.decode()
    assert [path.name for path in evidence.folder().iterdir()] == [Progress.objects.get().stored_as]
    file = client.get(reverse("rectification:progress_file", args=[Progress.objects.get().pk]))
    assert (b"".join(file.streaming_content), file["Content-Disposition"][:10]) == (PDF, "attachment")

    assert act(client, first, "done", on=localdate().isoformat(), result="已扩建").status_code == 302
    assert (first.state, first.done_by) == ("done", clerk)
    assert act(client, first, "close").status_code == 403
    client.force_login(author)
    assert act(client, second, "done", on=localdate().isoformat(), result="已扩建").status_code == 302
    assert "另一位同事销号" in act(client, second, "close").content.decode()
    with pytest.raises(IntegrityError, match="finding_closed_by_another"), transaction.atomic():
        Finding.objects.filter(pk=second.pk).update(state="closed", closed_on=localdate(), closed_by=author)
    client.force_login(colleague)
    assert act(client, second, "close").status_code == 302
    assert (second.state, second.closed_by) == ("closed", colleague)
    edit = reverse("rectification:finding_edit", args=[second.pk])
    refused = client.post(edit, sent_once(version=version_of(second), title="改"))
    assert "问题已销号,不再修改" in refused.content.decode()
    third = make_finding(places[0])
    many = sent_once(row=[third.pk, second.pk], field="unit", value="别的单位", reason="统一", do="edit", step="apply")
    told = str(client.post(reverse("rectification:finding_bulk"), many).context["form"].errors)
    assert (second.title in told, third.title in told, "没有改动任何内容" in told) == (True, False, True)
    assert Finding.objects.get(pk=third.pk).unit != "别的单位"
    away = sent_once(version=version_of(second), reason="误录")
    refused = client.post(reverse("rectification:finding_delete", args=[second.pk]), away)
    assert "不能删除" in refused.content.decode()
    assert Change.of(second).count() == 3
    (again,) = services.find_from_report(
        report=report, indicator="floor-area", user=author, due_on=LATER,
        results=services.failing(report, "floor-area", area=COUNTY),
    )  # fmt: skip
    again.refresh_from_db()
    assert again.repeats == second
    assert "重复发生" in client.get(reverse("rectification:finding_detail", args=[again.pk])).content.decode()
    with pytest.raises(ValidationError, match="另一件未销号"):
        services.reopen(finding=second, user=author, reason="仍不足")


def test_the_next_report_looks_again(places, officers):
    """What passes is proposed for closing, what still fails goes back to work, older reports say nothing."""
    mended, claimed = (make_finding(place, indicator="floor-area", found_on=EARLY) for place in places)
    silent = make_finding(places[0])
    services.report_done(finding=claimed, user=officers[2], on=EARLY, result="已办")
    make_facility(places[0], area=300)
    recheck(build_report(area=COUNTY, on=EARLY - datetime.timedelta(days=1)))
    claimed.refresh_from_db()
    assert claimed.state == "done"
    for _time in range(2):
        recheck(build_report(area=COUNTY, on=localdate()))
    for one in (mended, claimed, silent):
        one.refresh_from_db()
    assert (mended.state, mended.done_by, mended.checked_on) == ("done", None, localdate())
    assert (claimed.state, claimed.reopened, claimed.done_by) == ("open", 1, None)
    assert (silent.state, silent.checked_on) == ("open", None)
    services.close(finding=mended, user=officers[2])


def test_a_closed_finding_stays_and_one_entered_after_it_is_marked_repeated(places, officers, client, tmp_path):
    """By sheet and by hand, with an indicator or with the same words only."""
    about = {"origin": "congress", "found_on": EARLY, "due_on": LATER, "unit": "测试街道"}
    judged, worded = (make_finding(places[0], **{**about, "indicator": one}) for one in ("floor-area", ""))
    for one in (judged, worded):
        services.report_done(finding=one, user=officers[2], on=localdate(), result="已办")
        services.close(finding=one, user=officers[0])
    path = tmp_path / "f.csv"

    def load(day, unit):
        rows = [f"{one.place},congress,{day},{one.title},{one.indicator},{unit},{LATER}" for one in (judged, worded)]
        path.write_text(
            "所在区划,来源类别,提出日期,问题,涉及指标,责任单位,整改期限\n" + "\n".join(rows), encoding="utf-8"
        )
        return import_sheet("finding", path, user=officers[0])

    assert load(EARLY, "测试街道").unchanged == 2
    refused = load(EARLY, "别处")
    assert [(one.row, one.message[:7]) for one in refused.errors] == [(2, "问题已销号,不"), (3, "问题已销号,不")]
    assert load(localdate(), "测试街道").created == 2
    assert set(Finding.objects.repeated(on=localdate()).values_list("repeats", flat=True)) == {judged.pk, worded.pk}
    client.force_login(officers[0])
    listed = client.get(reverse("rectification:finding_list"), {"columns": "title,indicator,measured"}).content.decode()
    delete, shown = (reverse(f"rectification:finding_{what}", args=[judged.pk]) for what in ("delete", "detail"))
    assert reverse("rectification:finding_edit", args=[judged.pk]) not in listed
    assert client.get(delete)["Location"] == shown
    by_hand = {"title": worded.title, "reference": "", "words": "", "indicator": "", "source": ""}
    values = {**about, "place": places[0].code, "origin": "audit", "found_on": localdate(), **by_hand}
    assert client.post(reverse("rectification:finding_add"), sent_once(**values)).status_code == 302
    assert Finding.objects.get(origin="audit").repeats == worded


def test_what_newly_fails_is_overdue_returned_or_locked_is_told_once_within_reach(places, officers, client, settings):
    city = make_user(Role.CITY_OFFICER, COUNTY[:4])
    foreign = make_user(Role.COUNTY_REVIEWER, "500198")
    sync_roles()
    for place in places:
        make_facility(place, area=200, closed_on=localdate())
    follow(build_report(area=COUNTY, on=EARLY))
    assert not Alert.objects.exists()
    for _time in range(2):
        follow(build_report(area=COUNTY, on=localdate()))
    make_finding(places[0], due_on=EARLY, found_on=EARLY)
    submission = make_submission(places[0], on=EARLY)
    handed_in = {"state": "submitted", "submitted_by": officers[2], "submitted_at": timezone.now()}
    for step in (handed_in, {"state": "returned"}):
        Submission.objects.filter(pk=submission.pk).update(**step)
    for _time in range(2):
        alerts.collect(localdate())
    assert {*Alert.objects.values_list("kind", "place")} == {
        ("failing", COUNTY), ("failing", places[0].code), ("failing", places[1].code),
        ("overdue", places[0].code), ("returned", places[0].code),
    }  # fmt: skip
    assert Alert.objects.count() == 5
    assert [alerts.unread(user).count() for user in (officers[0], officers[2], city, foreign)] == [5, 4, 1, 0]

    client.force_login(officers[2])
    page = reverse("communities:alert_list")
    newest = alerts.unread(officers[2]).first()
    assert client.post(page, {"alert": newest.pk})["Location"] == newest.url
    assert alerts.unread(officers[2]).count() == 3
    hidden = Alert.objects.get(place=COUNTY)
    for forged in (hidden.pk, 999999, "x"):
        assert client.post(page, {"alert": forged})["Location"] == page
    client.post(page)
    assert alerts.unread(officers[2]).count() == 0
    assert "已读" in client.get(page).content.decode()

    officers[0].email = "officer@example.com"
    officers[0].save()
    before = timezone.now() - datetime.timedelta(days=1)
    assert alerts.send_digests(before) == 0
    settings.EMAIL_HOST = "mail.example.com"
    assert alerts.send_digests(before) == 1
    assert "整改逾期" in mail.outbox[0].body
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert alerts.send_digests(before) == 0


def test_evidence_lies_where_the_portal_alone_reads_it():
    file = SimpleUploadedFile("图.PDF", PDF)
    path = evidence.folder() / evidence.new_name(file)
    evidence.keep(file, path.name)
    assert path.suffix == ".pdf"
    assert path.read_bytes() == PDF
    assert evidence.folder().stat().st_mode & 0o77 == 0
