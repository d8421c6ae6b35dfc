"""Standards are drafted by one person and published by another; once published they are ended, never rewritten."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from communities.choices import Role
from communities.models import Community
from communities.roles import sync_roles
from compliance.engine import measure
from compliance.engine.trying import try_out
from compliance.models import Opening, Result, Standard, StandardDraft
from compliance.services import build_report, publish_report
from compliance.standard_services import publish_standard, terms_of
from facilities.models import Facility
from records.history import acting
from records.models import Change
from records.versions import version_of
from sheets.services import import_sheet
from tests.communities.offices import make_user, sent_once
from tests.factories import (
    COUNTY,
    make_area,
    make_community,
    make_draft,
    make_facility,
    make_headcount,
    make_publication,
    make_standard,
)

D = datetime.date
YEAR_END, NEXT = D(2025, 12, 31), D(2026, 6, 30)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_standards")]


@pytest.fixture
def place():
    """A community of 260 ㎡ in a county that asks for 250."""
    make_area(COUNTY, name="测试县")
    community = make_community()
    make_headcount(community, households=1000)
    make_facility(community, area=260)
    make_standard("floor-area", 250, area=COUNTY, document="旧文〔2020〕1号")
    return community


@pytest.fixture
def officers(place):
    made = [make_user(Role.COUNTY_REVIEWER, COUNTY) for _number in range(2)]
    sync_roles()
    return made


def drafted(place, user, **kw):
    with acting(user, "起草"):
        return make_draft(place, **{"started_on": D(2026, 1, 1), "document": "新文〔2026〕1号", **kw})


def verdict(on):
    return measure("floor-area", on=on, area=COUNTY)[Community.objects.get().code].verdict


def test_a_draft_judges_nothing_until_another_person_publishes_it(place, officers, client):
    """The next report judges by the new standard, last year's stays; the old one ends the day the new one begins."""
    author, colleague = officers
    draft = StandardDraft.objects.get(pk=drafted(place, author).pk)
    before = build_report(area=COUNTY, on=YEAR_END)
    assert verdict(NEXT) == "pass"
    trial = try_out(terms_of(draft), on=YEAR_END)
    assert (trial.total.newly_failing, trial.total.more, [row.code for row in trial.falling]) == (1, 40, [place.code])
    assert verdict(NEXT) == "pass"

    page = reverse("compliance:standarddraft_publish", args=[draft.pk])
    client.force_login(author)
    assert "请由另一位有发布权限的人员发布" in client.post(page, sent_once()).content.decode()
    assert page not in client.get(reverse("communities:todo")).content.decode()
    client.force_login(colleague)
    assert page in client.get(reverse("communities:todo")).content.decode()
    shown = client.get(reverse("compliance:standarddraft_whatif", args=[draft.pk]), {"on": "2025-12-31"})
    assert "1 个社区将变为未达标" in shown.content.decode()
    assert "刚刚有改动" in client.post(page, sent_once(version="2024-01-01T00:00:00+00:00")).content.decode()
    once = sent_once(version=version_of(draft))
    answers = [client.post(page, once) for _time in range(2)]
    standard = Standard.objects.get(document="新文〔2026〕1号")
    assert [answer["Location"] for answer in answers] == [standard.get_absolute_url()] * 2
    assert (standard.drafted_by, standard.published_by) == (author, colleague)
    assert not StandardDraft.objects.exists()
    assert Standard.objects.get(document="旧文〔2020〕1号").ended_on == standard.started_on
    assert Change.of(standard).get().event.user == colleague
    assert (verdict(YEAR_END), verdict(NEXT)) == ("pass", "fail")
    assert Result.objects.get(report=before, indicator="floor-area", row__code=place.code).verdict == "pass"
    assert client.get(standard.get_absolute_url()).status_code == 200


def test_whoever_last_wrote_a_draft_cannot_publish_it_and_the_database_knows(place, officers):
    author, corrector = officers
    draft = drafted(place, author)
    with acting(corrector, "改"):
        StandardDraft.objects.filter(pk=draft.pk).update(limit="310")
    draft.refresh_from_db()
    assert draft.written_by == corrector
    for user in officers:
        with pytest.raises(ValidationError, match="另一位"):
            publish_standard(draft=draft, user=user)
    with pytest.raises(IntegrityError, match="standard_published_by_another"):
        make_standard("floor-area", 9, area="500198", drafted_by=author, published_by=author)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"ends_former": False}, ["旧文〔2020〕1号", "新文〔2026〕1号"]),
        ({"started_on": D(2016, 1, 1)}, []),
        ({"area": "500197"}, ["没有编码"]),
        ({"area": "500196"}, ["撤销"]),
    ],
)
def test_what_cannot_be_published_is_said_with_names(place, officers, values, said):
    make_area("500196", name="旧县", ended_on=D(2024, 1, 1))
    draft = drafted(place, officers[0], **values)
    officers[1].is_superuser = True
    if not said:
        assert publish_standard(draft=draft, user=officers[1]).pk
        return
    with pytest.raises(ValidationError) as refusal:
        publish_standard(draft=draft, user=officers[1])
    assert all(words in refusal.value.messages[0] for words in said)


def test_a_published_standard_is_never_rewritten_only_ended_by_two(place, officers, client):
    standard = Standard.objects.get()
    for change in ({"limit": "1"}, {"document": "别的"}, {"area": "50"}, {"started_on": D(2019, 1, 1)}):
        with pytest.raises(IntegrityError, match="不能改写"), transaction.atomic():
            Standard.objects.update(**change)
    with pytest.raises(IntegrityError, match="不能删除"), transaction.atomic():
        standard.delete()
    page, detail = reverse("compliance:standard_end", args=[standard.pk]), standard.get_absolute_url()
    day = {"on": "2026-01-01", "reason": "渝民发〔2025〕9号"}
    proposer, colleague = officers
    client.force_login(proposer)
    assert "不能早于" in client.post(page, sent_once(on="1990-01-01", reason="废止")).content.decode()
    for dropping in (day, {"proposed": "2026-01-01", "is_dropped": "1"}, day):
        assert client.post(page, sent_once(**dropping)).status_code == 302
    seen = {"proposed": "2026-01-01"}
    assert "请由另一位有发布权限的人员确认" in client.post(page, sent_once(**seen)).content.decode()
    assert (verdict(NEXT), "渝民发〔2025〕9号" in client.get(detail).content.decode()) == ("pass", True)
    with pytest.raises(IntegrityError, match="standard_ended_by_another"), transaction.atomic():
        Standard.objects.update(ended_by=proposer)
    desk = reverse("communities:todo")
    assert page not in client.get(desk).content.decode()
    client.force_login(colleague)
    assert page in client.get(desk).content.decode()
    for unseen in (day, {"proposed": "2026-02-01"}):
        assert "请重新核对" in client.post(page, sent_once(**unseen)).content.decode()
    assert client.post(page, sent_once(**seen)).status_code == 302
    standard.refresh_from_db()
    assert page not in client.get(desk).content.decode()
    assert (standard.ended_on, standard.ending_by, standard.ended_by) == (D(2026, 1, 1), proposer, colleague)
    assert "确认" in client.get(detail).content.decode()
    assert (verdict(YEAR_END), verdict(NEXT)) == ("pass", "exempt")
    with pytest.raises(IntegrityError, match="不能恢复"), transaction.atomic():
        Standard.objects.update(ended_on=None)


def test_sheets_name_both_rivals_and_what_persons_published_is_not_overwritten(place, officers, tmp_path):
    path = tmp_path / "standard.csv"
    header = "指标,适用区划,施行日期,比较方式,标准值,文号\n"

    def load(sheet, *lines, **kw):
        path.write_text(header + "\n".join(lines), encoding="utf-8")
        return import_sheet(sheet, path, **kw)

    (error,) = load("standard", f"floor-area,{COUNTY},2024-01-01,at_least,300,新文").errors
    assert error.code == "overlap"
    assert "旧文〔2020〕1号" in error.message
    assert "新文" in error.message
    row = f"floor-area,{COUNTY},2026-01-01,at_least,300,新文"
    assert load("standarddraft", row, user=officers[0]).created == 1
    publish_standard(draft=StandardDraft.objects.get(), user=officers[1])
    (error,) = load("standard", row.replace("300", "200")).errors
    assert "不能改写" in error.message


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"limit": "up to 3000: 5; up to 2000: 4"}, "limit"),
        ({"limit": "0-2000: 4; 2500-3000: 5"}, "limit"),
        ({"limit": "0-2000: 4; 1500-3000: 5"}, "limit"),
        ({"ended_on": "2026-01-01"}, "ended_on"),
        ({"area": "500198"}, "area"),
        ({"area": ""}, "area"),
        ({"indicator": "no-such"}, "indicator"),
    ],
)
def test_bad_drafts_are_refused_beside_the_field(place, officers, client, values, field):
    client.force_login(officers[0])
    data = {
        "indicator": "floor-area", "area": COUNTY, "scope": "all", "levels": ["community"], "operator": "at_least",
        "limit": "300", "started_on": "2027-01-01", **values,
    }  # fmt: skip
    answer = client.post(reverse("compliance:standarddraft_add"), data | sent_once())
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]


def test_a_day_before_any_data_is_answered_in_words(place, officers, client):
    client.force_login(officers[0])
    page = reverse("compliance:standarddraft_whatif", args=[drafted(place, officers[0]).pk])
    place.established_on = D(2020, 1, 1)
    place.save()
    Facility.objects.update(opened_on=D(2024, 1, 1))
    said = {"1990-01-01": "还没有社区", "2021-01-01": "2021年1月1日没有可以判定的社区", "2031-01-01": "这一天还没有到"}
    for day, words in {**said, "0001-01-01": "不合理", "2024-02-31": 'class="notice fail"'}.items():
        answer = client.get(page, {"on": day})
        assert answer.status_code == 200
        assert words in answer.content.decode()


def test_the_import_command_takes_effect_at_once(place, tmp_path):
    path = tmp_path / "s.csv"
    path.write_text(
        f"指标,适用区划,施行日期,废止日期,比较方式,标准值\nfloor-area,{COUNTY}001,2024-01-01,,at_least,300\n"
    )
    call_command("import_sheet", "standard", str(path))
    assert verdict(NEXT) == "fail"


def test_what_is_public_changes_when_another_person_releases_it_and_can_be_looked_at_before(place, officers, client):
    author, colleague = officers
    make_publication("floor-area", "total")
    publish_report(build_report(area=COUNTY, on=YEAR_END))
    public = reverse("compliance:area", args=[f"{COUNTY}001"])
    make_area(f"{COUNTY}001", name="测试街道")
    closed = "不公开"
    assert closed in client.get(public).content.decode()

    client.force_login(author)
    page = reverse("compliance:opening_edit") + f"?area={COUNTY}"
    assert "没有需要发布的改动" in client.post(page, sent_once()).content.decode()
    plan_page = client.post(page, sent_once(**{"floor-area": "community"}))["Location"]
    (plan,) = Opening.objects.all()
    assert plan.reaches == {"floor-area": "community"}
    preview = reverse("compliance:opening_preview", args=[plan.pk])
    shown = client.get(preview, {"area": f"{COUNTY}001"}).content.decode()
    assert closed not in shown
    assert "260" in client.get(preview, {"area": place.code}).content.decode()
    for forged in ("510199", "5001990019999", f"{COUNTY}777"):
        assert client.get(preview, {"area": forged}).status_code == 404
    assert client.get(plan_page).status_code == 200

    release = reverse("compliance:opening_release", args=[plan.pk])
    assert "请由另一位" in client.post(release, sent_once()).content.decode()
    client.logout()
    assert closed in client.get(public).content.decode()
    client.force_login(colleague)
    assert "刚刚有改动" in client.post(release, sent_once()).content.decode()
    plan.refresh_from_db()
    assert client.post(release, sent_once(version=version_of(plan))).status_code == 302
    assert client.post(release, sent_once()).status_code == 200
    client.logout()
    assert closed not in client.get(public).content.decode()
    with pytest.raises(IntegrityError, match="不再改动"):
        Opening.objects.update(reaches={})
