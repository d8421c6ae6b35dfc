"""What a report stores, who may publish it, what it exports. Built in the test's own transaction."""

import csv
import datetime
import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import User
from communities.models import Posting
from communities.roles import refresh_groups, sync_roles
from compliance import registry
from compliance.exports import plain, summary, write_csv, write_xlsx
from compliance.models import Report, Result, Row, Standard
from compliance.publicity import Openness
from compliance.services import build_report, publish_report, withdraw_report
from compliance.shipped import load_standards
from tests.factories import (
    make_area,
    make_community,
    make_facility,
    make_headcount,
    make_publication,
    make_spell,
    make_standard,
    recode,
)

D = datetime.date(2023, 6, 30)
COUNTS = ("passed", "failed", "unknown", "exempt", "flagged", "unflagged")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_standards")]


@pytest.fixture
def county():
    """Two streets, three communities, one of them a village; one has a hall of 200 ㎡, one says nothing."""
    make_area("500199", name="测试区")
    first = make_community("500199001001", name="甲社区居民委员会")
    make_community("500199001002", name="=乙社区居民委员会")
    make_community("500199002001", name="丙村村民委员会", kind="villagers")
    make_facility(first, area=Decimal("200.50"))
    make_headcount(first, households=1234)
    make_spell(first)
    make_standard("floor-area", 250)
    make_standard("area-per-100-households", 30, levels=["community", "county"])
    make_standard("households-per-community", "1000-3000", operator="between", is_advisory=True)


def build(area="500199", **kw):
    return build_report(area=area, on=D, **kw)


def account(name, role="county_reviewer", area="500199"):
    user = User.objects.create_user(name)
    Posting.objects.create(user=user, role=role, area_code=area, started_on=D)
    sync_roles()
    refresh_groups(user)
    return User.objects.get(pk=user.pk)


def lines(report, level):
    out = io.BytesIO()
    write_csv(report, level, out)
    text = out.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


# -- rows ------------------------------------------------------------------------------------------------------------


def test_every_level_inside_the_area_and_nothing_above(county):
    make_community("500198001001")
    report = build()
    rows = list(Row.objects.filter(report=report).order_by("code").values_list("level", "code", "scope", "communities"))
    assert rows == [
        ("county", "500199", "all", 3),
        ("street", "500199001", "urban", 2),
        ("community", "500199001001", "urban", 1),
        ("community", "500199001002", "urban", 1),
        ("street", "500199002", "rural", 1),
        ("community", "500199002001", "rural", 1),
    ]
    assert report.communities == 3
    assert Result.objects.filter(report=report).count() == 6 * len(registry.indicators())


def test_counts_of_every_area_add_up_to_its_communities(county):
    for result in Result.objects.filter(report=build(), row__level__in=["street", "county"]).select_related("row"):
        assert sum(getattr(result, name) for name in COUNTS) == result.row.communities


def test_codes_and_names_are_those_of_the_day(county):
    community = recode(make_community("500199003001", name="旧名"), "500198001001", D + datetime.timedelta(days=1))
    assert Row.objects.get(report=build(), community_id=community.pk).code == "500199003001"


@pytest.mark.parametrize(
    ("area", "code"),
    [("99", "unknown_code"), ("5001990", "invalid_code"), ("500199001001", "invalid_code"), ("x", "invalid_code"),
     ("500197", "no_communities"), ("500000", "unknown_code")],
)  # fmt: skip
def test_an_area_without_communities_is_refused(county, area, code):
    make_area("500197")
    with pytest.raises(ValidationError) as refusal:
        build(area)
    assert refusal.value.code == code
    assert not Report.objects.exists()


def test_an_area_outside_the_reach_is_refused(county):
    make_community("500198001001")
    with pytest.raises(ValidationError) as refusal:
        build("500198", user=account("reviewer"))
    assert refusal.value.code == "foreign_territory"


# -- frozen ----------------------------------------------------------------------------------------------------------


def figures(report):
    names = [field.attname for field in Result._meta.concrete_fields if field.name != "id"]
    return list(Result.objects.filter(report=report).order_by("row_id", "indicator").values_list(*names))


def test_nothing_later_changes_a_published_report(county):
    report = publish_report(build())
    before = figures(report)
    Standard.objects.update(ended_on=datetime.date(2016, 1, 1))
    make_standard("floor-area", 1, started_on=datetime.date(2016, 1, 1))
    make_facility(report.rows.get(code="500199001001").community_id and _community(report), area=500)
    again = build()
    assert figures(report) == before
    old = Result.objects.get(report=report, row__code="500199001001", indicator="floor-area")
    new = Result.objects.get(report=again, row__code="500199001001", indicator="floor-area")
    assert (old.value, old.limit, old.verdict, old.shortfall) == (Decimal("200.5"), 250, "fail", Decimal("49.5"))
    assert (new.value, new.limit, new.verdict, new.shortfall) == (Decimal("700.5"), 1, "pass", 0)


def _community(report):
    from communities.models import Community

    return Community.objects.get(pk=report.rows.get(code="500199001001").community_id)


def test_same_data_same_numbers(county):
    def content(report):
        found = Result.objects.filter(report=report).order_by("row__code", "indicator")
        names = [f.name for f in Result._meta.concrete_fields if f.name not in ("id", "report", "row")]
        return list(found.values_list("row__code", *names))

    assert content(build()) == content(build())


def test_the_draft_of_a_month_replaces_the_one_before_unless_published(county):
    first = build(month="2023-06")
    second = build(month="2023-06")
    assert not Report.objects.filter(pk=first.pk).exists()
    assert not Result.objects.filter(report_id=first.pk).exists()
    assert not Row.objects.filter(report_id=first.pk).exists()
    publish_report(second)
    build(month="2023-06")
    assert Report.objects.filter(month="2023-06").count() == 2


# -- publishing ------------------------------------------------------------------------------------------------------


def test_somebody_else_with_the_right_role_publishes(county):
    builder, other = account("builder"), account("other")
    clerk, elsewhere = account("clerk", role="community_clerk"), account("elsewhere", area="500198")
    report = build(user=builder)
    for user, code in [(builder, "same_person"), (clerk, "foreign_territory"), (elsewhere, "foreign_territory")]:
        with pytest.raises(ValidationError) as refusal:
            publish_report(report, user=user)
        assert refusal.value.code == code
    assert publish_report(report, user=other).state == "published"
    assert report.published_by == other
    with pytest.raises(ValidationError):
        publish_report(report, user=other)
    assert withdraw_report(report, user=other).state == "withdrawn"


def test_what_is_public_until_an_area_says_so(county):
    load_standards()
    opened = {each.slug: Openness("500199").reach(each.slug, "500199001001") for each in registry.indicators()}
    totals = ["workers-per-10k", "certified-share", "area-per-100-households", "facility-coverage"]
    assert [slug for slug, reach in opened.items() if reach == "total"] == totals
    assert [slug for slug, reach in opened.items() if reach == "community"] == ["floor-area"]
    make_publication("floor-area", "internal", area="500199001")
    assert Openness("500199").reach("floor-area", "500199001001") == "internal"
    assert Openness("500199").reach("floor-area", "500199002001") == "community"


def test_a_ratio_over_fewer_than_five_people_is_never_public(county):
    make_publication("certified-share", "community")
    result = Result.objects.get(report=build(), row__code="500199001001", indicator="certified-share")
    assert result.denominator == 1
    assert not Openness("500199").shows(result, "500199001001", "community")


def test_a_verdict_on_few_answers_says_so_everywhere(county, client):
    """One of three communities has data."""
    make_standard("facility-coverage", 100, levels=["county"], is_advisory=True)
    for slug in ("area-per-100-households", "facility-coverage"):
        make_publication(slug, "total")
    report = publish_report(build("50"))
    page = client.get("/area/500199/").content.decode()
    assert "不足九成,仅供参考" in page
    assert "未达标(仅供参考)" in page
    assert "✕*" not in page
    assert "另有提示性标准不低于 100 %" in page
    assert "(提示)" not in page
    assert "✕*" in client.get("/area/50/").content.decode()
    client.force_login(account("reader"))
    address = reverse("compliance:report_detail", args=[report.pk])
    chosen = client.get(f"{address}?level=county&indicator=area-per-100-households").content.decode()
    assert "未达标(仅供参考)</span>" in chosen
    assert "不宜据此比较" in chosen
    advisory = client.get(f"{address}?level=county&indicator=facility-coverage").content.decode()
    assert "(提示,仅供参考)</span>" in advisory
    assert ">✕*</span>" in client.get(f"{address}?level=county&indicator=all").content.decode()
    overview = client.get(reverse("compliance:overview") + "?area=500199").content.decode()
    assert "(只有 1/3 个社区有数据,仅供参考)" in overview
    assert "未达标(仅供参考)" in overview


@pytest.mark.parametrize(
    ("sort", "names"),
    [("value", "甲乙丙"), ("-value", "甲乙丙"), ("-code", "丙乙甲"), ("-denominator&verdict=unknown", "乙丙")],
)
def test_a_report_sorted_by_a_figure_begins_with_those_who_have_one(county, client, sort, names):
    client.force_login(account("reader"))
    page = reverse("compliance:report_detail", args=[build().pk])
    shown = client.get(f"{page}?level=community&indicator=area-per-100-households&sort={sort}").context["table"]
    assert [row.record.row.name.lstrip("=")[0] for row in shown.page.object_list] == list(names)


def test_what_is_judged_but_not_open_to_communities_is_not_said_to_be_unjudged(county, client):
    report, page = build(), "/community/500199001001/"
    publish_report(report, user=account("other"))
    assert "有判定结果,但没有公开到社区这一级" in client.get(page).content.decode()
    Result.objects.filter(report=report).update(verdict="exempt")
    make_publication("households-per-community", "community")
    assert "没有判定到社区的指标" in client.get(page).content.decode()


# -- exports ---------------------------------------------------------------------------------------------------------


def test_csv(county):
    report = build()
    found = lines(report, "community")
    assert list(found[0]) == [
        *("code", "name", "indicator", "numerator", "denominator"),
        *("value", "limit", "verdict", "shortfall", "advisory"),
    ]
    order = [each.slug for each in registry.indicators()]
    codes = ["500199001001", "500199001002", "500199002001"]
    assert [(line["code"], line["indicator"]) for line in found] == [(code, slug) for code in codes for slug in order]
    by_key = {(line["code"], line["indicator"]): line for line in found}
    assert list(by_key[codes[0], "floor-area"].values()) == [
        *("500199001001", "甲社区居民委员会", "floor-area"),
        *("200.5", "1", "200.5", "250", "fail", "49.5", "no"),
    ]
    assert list(by_key[codes[0], "households-per-community"].values())[3:] == [
        *("1234", "1", "1234", "1000..3000", "pass", "", "yes"),
    ]
    assert list(by_key[codes[1], "floor-area"].values())[3:] == ["", "1", "", "250", "unknown", "", "no"]
    assert list(by_key[codes[2], "workers-per-10k"].values())[3:] == ["", "", "", "", "exempt", "", "no"]
    assert by_key[codes[1], "floor-area"]["name"] == "'=乙社区居民委员会"


def test_csv_of_areas(county):
    report = build()
    assert [line["code"] for line in lines(report, "street")][:: len(registry.indicators())] == [
        "500199001",
        "500199002",
    ]
    own = {line["indicator"]: line for line in lines(report, "county")}
    assert own["floor-area"]["shortfall"] == "49.5"
    assert own["area-per-100-households"]["verdict"] == "fail"
    assert own["area-per-100-households"]["shortfall"] == "169.7"


def test_the_bytes_begin_with_a_mark_and_have_no_exponent(county):
    out = io.BytesIO()
    write_csv(build(), "community", out)
    assert out.getvalue().startswith(b"\xef\xbb\xbfcode,name,indicator,")
    assert plain(Decimal("1E+3")) == "1000"
    assert plain(Decimal("0.5000")) == "0.5"
    assert plain(Decimal("1200.0000")) == "1200"
    assert plain(None) == ""


def test_the_summary_is_about_the_area_itself(county):
    report = build()
    told = summary(report)
    assert (told["report"], told["area"], told["as_of"], told["communities"]) == (report.pk, "500199", "2023-06-30", 3)
    assert [each["slug"] for each in told["indicators"]] == [each.slug for each in registry.indicators()]
    found = {each["slug"]: each for each in told["indicators"]}["area-per-100-households"]
    assert found == {
        "slug": "area-per-100-households", "numerator": 200.5, "denominator": 1234, "value": 16.248,
        "limit": 30, "verdict": "fail", "shortfall": 169.7,
        "known": 1, "pass": 0, "fail": 1, "unknown": 2, "exempt": 0, "flagged": 0, "unflagged": 0,
    }  # fmt: skip


def test_workbook(county):
    out = io.BytesIO()
    report = build()
    assert write_xlsx(report, "county", out) == len(registry.indicators())
    page = openpyxl.load_workbook(out).active
    assert page["A1"].value == "测试区达标测算报告(区县)"
    header = [cell.value for cell in page[3]]
    assert header[:3] == ["区划编码", "名称", "指标"]
    row = next(row for row in page.iter_rows(min_row=4, values_only=True) if row[2] == "每百户服务设施面积")
    assert (row[4], row[5], row[6], row[7], row[8], row[9]) == (200.5, 1234, 16.248, "≥ 30", "未达标*", 169.7)
    assert "带 * 的,有数据的社区不足九成" in page["A2"].value


# -- trace -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("indicator", registry.indicators(), ids=lambda each: each.slug)
def test_every_indicator_lists_its_rows(county, indicator):
    from communities.models import Community

    traced = indicator.rows(D, Community.objects.get(code="500199001001"))
    assert all(not line.reason for line in traced.counted)
    assert all(line.reason for line in traced.left_out)


def test_what_was_not_counted_says_why(county):
    from communities.models import Community

    community = Community.objects.get(code="500199001001")
    make_spell(community, ended_on=D)
    make_spell(community, duty="off_post")
    make_spell(community, staff_kind="auxiliary")
    traced = registry.get("workers-per-community").rows(D, community)
    assert len(traced.counted) == 1
    assert [line.reason[:4] for line in traced.left_out] == ["已于20", "离岗退养", "不计入("]


def test_reports_and_results_are_readable_in_the_admin(county, admin_client):
    build()
    for name in ("report", "result", "standard", "publication"):
        answer = admin_client.get(reverse(f"admin:compliance_{name}_changelist"))
        assert answer.status_code == 200
    number = Result.objects.first().pk
    one = admin_client.get(reverse("admin:compliance_result_change", args=[number]))
    assert one.status_code == 302, "no index leads to a result by its number"
