"""汇总表 and 薪酬: counted once, cut to reach, and never telling what one person earns."""

import io
import re
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communities.choices import Level, Role
from communities.models import SavedSummary
from communities.official.declaring import Asked
from jobs.models import Job
from jobs.services import run_here
from staffing.models import Pay, PayScale
from staffing.official import keeping, pay
from staffing.official.dimensions import DIMENSIONS, age_values, years_before
from staffing.official.summaries import Choice, Summary
from tests.communities.test_official import clerk, elsewhere, make_clerk, road  # noqa: F401
from tests.factories import COUNTY, make_community, make_licence, make_nil, make_spell, recode

pytestmark = pytest.mark.django_db
ON = date(2026, 9, 30)
MONTH = date(2026, 8, 1)
EVERYTHING = tuple(one.slug for one in DIMENSIONS)


def summary(*, user=None, area=COUNTY, level=Level.COMMUNITY, kinds=(), dimensions=EVERYTHING, on=ON):
    return Summary(Asked(user=user, area=area, on=on), Choice(level, kinds, dimensions))


def cells(found, code):
    """{(group, header): count} of one place."""
    (line,) = [line for line in found.lines if line.code == code]
    names = [(str(group), str(header)) for group, header, _c, _p in found.columns]
    return dict(zip(names, line.counts, strict=True))


def test_people_are_counted_by_what_was_chosen(road):  # noqa: F811
    first = make_spell(road, gender="male", born_on=date(1990, 9, 30), education="bachelor", politics="party")
    make_licence(first.worker, grade="assistant")
    make_licence(first.worker, grade="social_worker", issued_on=None)
    make_spell(road, gender="female", staff_kind="grid", born_on=date(1990, 10, 1))
    make_spell(road, ended_on=date(2026, 9, 1))
    found = summary(kinds=("fulltime", "grid"))
    counted = cells(found, road.code)
    full, grid = "社区专职工作人员", "专职网格员"
    assert (counted[full, "合计"], counted[grid, "合计"]) == (1, 1)
    assert (counted[full, "男"], counted[grid, "女"], counted[grid, "男"]) == (1, 1, 0)
    assert (counted[full, "36—45岁"], counted[grid, "35岁及以下"]) == (1, 1)
    assert (counted[full, "大学本科"], counted[full, "中共党员"]) == (1, 1)
    assert (counted[full, "持证"], counted[full, "助理社会工作师"], counted[full, "社会工作师"]) == (1, 0, 1)
    assert counted[grid, "未登记证书"] == 1


def test_parts_of_a_dimension_add_up_to_the_whole(road):  # noqa: F811
    for number in range(12):
        choice = {"gender": ["male", ""][number % 2], "education": ["", "college"][number % 2]}
        make_spell(road, born_on=[None, date(1960 + 3 * number, 1, 1)][number % 2], **choice)
    counted = cells(summary(), road.code)
    for dimension in DIMENSIONS:
        parts = [str(value.header) for value in dimension.values(ON) if value.slug != "grade-any"]
        values = [count for (_group, header), count in counted.items() if header in parts]
        if dimension.slug not in ("gender", "education", "politics", "age"):
            assert sum(values) == 12
    gender = summary(dimensions=("gender",))
    assert sum(gender.total[1:]) == gender.total[0] == 12
    ages = summary(dimensions=("age",))
    assert sum(ages.total[1:]) == 12


def test_full_years_and_leap_days():
    assert years_before(date(2024, 2, 29), 1) == date(2023, 2, 28)
    young = age_values(ON)[0]
    assert young.params == (date(1990, 9, 30), ON)


def test_nothing_registered_is_unknown_and_nil_is_zero(road):  # noqa: F811
    nobody = make_community(f"{COUNTY}001002")
    unknown = make_community(f"{COUNTY}001003")
    make_spell(road)
    make_nil(nobody, "staffing")
    found = {line.code: line.counts for line in summary(dimensions=()).lines}
    assert found == {road.code: (1,), nobody.code: (0,), unknown.code: None}
    (street,) = summary(level=Level.STREET, dimensions=()).lines
    assert (street.communities, street.known, street.counts, street.name) == (3, 2, (1,), "解放碑街道")


def test_counted_where_the_place_was_on_the_day(road):  # noqa: F811
    make_spell(road)
    recode(road, f"{COUNTY}009001", date(2026, 6, 1))
    before = summary(level=Level.STREET, dimensions=(), on=date(2026, 5, 31)).lines
    after = summary(level=Level.STREET, dimensions=(), on=date(2026, 6, 1)).lines
    assert [line.code for line in before] == [f"{COUNTY}001"]
    assert [line.code for line in after] == [f"{COUNTY}009"]


def test_equal_to_plain_sql_and_cut_to_reach(road, elsewhere, clerk):  # noqa: F811
    for number in range(7):
        make_spell(road, gender=["male", "female", ""][number % 3])
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*), count(*) FILTER (WHERE w.gender = 'male'), count(*) FILTER (WHERE w.gender = 'female'),
                      count(*) FILTER (WHERE w.gender = '')
               FROM staffing_spell s JOIN staffing_worker w ON w.id = s.worker_id WHERE s.community_id = %s""",
            [road.pk],
        )
        expected = cursor.fetchone()
    found = summary(user=clerk, area=f"{COUNTY}001", dimensions=("gender",))
    assert [(line.code, line.counts) for line in found.lines] == [(road.code, expected)]
    assert summary(user=clerk, area=f"{COUNTY}002").lines == []


def test_the_number_of_queries_does_not_grow(road, client, clerk):  # noqa: F811
    client.force_login(clerk)
    url = reverse("staffing_tables:table_summary")
    make_spell(road)

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    cost()
    one = cost()
    for number in range(5):
        make_spell(make_community(f"{COUNTY}001{100 + number}"))
    assert cost() == one


def test_page_workbook_and_saved_choice(road, client, clerk):  # noqa: F811
    make_spell(road, gender="male")
    client.force_login(clerk)
    url = reverse("staffing_tables:table_summary")
    asked = {"level": "community", "area": f"{COUNTY}001", "on": "2026-09-30", "dimensions": ["gender"]}
    page = client.get(url, asked).content.decode()
    assert "新建路社区居民委员会" in page
    book = openpyxl.load_workbook(io.BytesIO(client.get(url, {**asked, "format": "xlsx"}).content)).active
    rows = list(book.iter_rows(values_only=True))
    assert any(row[2] == "新建路社区居民委员会" and row[5:8] == (1, 1, 0) for row in rows)
    assert any(row[1] == "合计" and row[5:8] == (1, 1, 0) for row in rows)
    save = reverse("staffing_tables:table_summary_save")
    assert client.post(save, {**asked, "name": "我的"}).status_code == 302
    kept = SavedSummary.objects.get()
    assert "我的" in client.get(url, {"saved": kept.pk}).content.decode()
    client.post(save, {**asked, "level": "street", "name": "我的"})
    assert SavedSummary.objects.get().choices["level"] == "street"
    client.force_login(make_clerk(f"{COUNTY}001"))
    assert client.get(url, {"saved": kept.pk}).status_code == 404
    assert client.post(save, {"forget": kept.pk}).status_code == 404


def test_a_large_area_is_counted_by_a_job_and_shown_as_it_was_found(road, client, monkeypatch):  # noqa: F811
    spell = make_spell(road, gender="male")
    make_community(f"{COUNTY}001002")
    client.force_login(make_clerk(COUNTY, Role.COUNTY_REVIEWER))
    asked = {"area": COUNTY, "level": "community", "on": "2026-09-30", "kinds": ["fulltime"], "dimensions": ["gender"]}
    url = reverse("staffing_tables:table_summary", query=asked)
    at_once = client.get(url).context
    monkeypatch.setattr(keeping, "AT_ONCE", 1)
    page = client.get(url)
    assert "summary" not in page.context
    assert "开始统计" in page.content.decode()
    assert client.get(f"{url}&format=xlsx")["Content-Type"].startswith("text/html")
    answer = client.post(url)
    job = run_here(Job.objects.get(kind="summary"))
    assert answer.url == reverse("communities:job_detail", args=[job.pk])
    page = client.get(client.get(answer.url).url)
    assert page.context["job"] == job
    spell.delete()
    page = client.get(url)
    assert list(page.context["page"]) == list(at_once["page"])
    for figure in ("total", "communities", "known"):
        assert getattr(page.context["summary"], figure) == getattr(at_once["summary"], figure)
    assert client.get(f"{url}&format=xlsx")["Content-Type"].startswith("application/")
    assert client.get(f"{url}&dimensions=age").context["job"] is None


def test_who_may_only_look_may_not_take_away(road, client):  # noqa: F811
    url = reverse("staffing_tables:table_summary")
    client.force_login(make_clerk(COUNTY, Role.LEADER))
    assert client.get(url).status_code == 200
    asked = {"level": "street", "area": COUNTY, "on": "2026-09-30", "format": "xlsx"}
    assert client.get(url, asked).status_code == 403
    client.force_login(make_clerk(COUNTY, Role.DEPARTMENT))
    assert client.get(url).status_code == 403


# -- pay --------------------------------------------------------------------------------------------------------
def make_pay(spell, base, **kw):
    return Pay.objects.create(worker=spell.worker, month=MONTH, base=base, **kw)


def figures(user=None, area=COUNTY):
    asked = Asked(user=user, area=area, on=ON)
    return pay.paid(asked, MONTH)


def test_spread_of_pay(road):  # noqa: F811
    for number in range(5):
        make_pay(make_spell(road), 3000 + 1000 * number, performance=500)
    make_pay(make_spell(road, ended_on=date(2026, 8, 15)), 99999)
    make_pay(make_spell(road), None)
    (group,) = pay.by_kind(figures())
    assert (group.people, group.median, group.low, group.high) == (5, 5500, 4500, 6500)
    assert group.ratio == pytest.approx(7500 / 3500)


def test_groups_of_fewer_than_five_are_hidden_everywhere(road, client):  # noqa: F811
    for number in range(4):
        make_pay(make_spell(road, staff_kind="grid"), 7131 + number)
    for number in range(5):
        make_pay(make_spell(road), 4000 + number)
    kinds = {group.name: group for group in pay.by_kind(figures())}
    assert kinds["专职网格员"].is_hidden
    assert kinds["专职网格员"].median is kinds["专职网格员"].ratio is None
    assert not kinds["社区专职工作人员"].is_hidden
    client.force_login(make_clerk(COUNTY, Role.COUNTY_REVIEWER))
    answer = client.get(reverse("staffing_tables:table_pay"))
    page = answer.content.decode()
    (line,) = re.findall(r"<th scope=\"row\">专职网格员</th>.*?</tr>", page, re.DOTALL)
    assert re.sub(r"<[^>]+>|专职网格员", "", line) == "少于5人,不显示"
    assert "4,002" in page
    groups = [group for _title, groups in answer.context["tables"] for group in groups] + answer.context["classes"]
    assert all(group.is_hidden or group.people >= 5 for group in groups)


def test_actual_against_the_scale(road):  # noqa: F811
    scale = {"area": COUNTY, "post_class": "general", "started_on": date(2020, 1, 1)}
    PayScale.objects.create(grade="一级", amount=4000, **scale)
    PayScale.objects.create(grade="二级", amount=5000, **scale)
    PayScale.objects.create(**{**scale, "grade": "一级", "started_on": date(2027, 1, 1), "amount": 9000})
    for _number in range(5):
        make_pay(make_spell(road), 4400)
        make_pay(make_spell(road, party_post="secretary"), 6000)
    rows = pay.scale_rows(Asked(user=None, area=f"{COUNTY}001", on=ON), MONTH)
    found = {group.name: group for group in pay.by_class(figures(), pay.scales_for(f"{COUNTY}001", rows))}
    general = found["一般工作人员"]
    assert (general.scale.lowest, general.scale.highest, general.of_scale) == (4000, 5000, 110.0)
    assert (found["正职"].median, found["正职"].scale) == (6000, None)


def test_pay_is_cut_to_reach_and_shown_to_few(road, elsewhere, client, clerk):  # noqa: F811
    for _number in range(5):
        make_pay(make_spell(elsewhere), 8123)
        make_pay(make_spell(road), 4001)
    client.force_login(clerk)
    url = reverse("staffing_tables:table_pay")
    page = client.get(url).content.decode()
    assert "4,001" in page
    assert "8,123" not in page
    page = client.get(url, {"area": f"{COUNTY}002"}).content.decode()
    assert "8,123" not in page
    for role in [Role.CITY_OFFICER, Role.LEADER, Role.DEPARTMENT, Role.SYSTEM_ADMIN]:
        client.force_login(make_clerk(COUNTY, role))
        assert client.get(url).status_code == 403


def test_no_pay_says_what_belongs_here(road, client, clerk):  # noqa: F811
    client.force_login(clerk)
    assert "还没有登记薪酬" in client.get(reverse("staffing_tables:table_pay")).content.decode()
