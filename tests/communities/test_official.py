"""Ready tables: what is in them, who gets them, how they look."""

import io
import zipfile
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from communities.choices import Role
from communities.models import Posting, ProducedFile
from communities.official import producing
from communities.official.declaring import Asked, sources, tables
from communities.official.producing import office_of, remove_old_files, write_table
from communities.postings import post_user
from communities.roles import sync_roles
from jobs.models import Job
from jobs.running import Run
from records.site import DEMO, state_fact
from sheets.official import Column, Heading, write_official
from staffing.models import Spell
from tests.communities.offices import make_user
from tests.factories import (
    COUNTY,
    make_area,
    make_community,
    make_compound,
    make_duty,
    make_facility,
    make_grid,
    make_headcount,
    make_licence,
    make_spell,
    make_team,
)
from tests.people import id_number

pytestmark = pytest.mark.django_db
ON, SINCE = date(2026, 9, 30), date(2025, 12, 31)
CANARY = "金丝雀"
TABLES = list(tables.items)

PAYLOADS = [
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "=HYPERLINK(\"http://x\",\"y\")", "=cmd|' /C calc'!A0", "=1+1|'x'!A1", "'=1+1",
    '"=1+1"', "＝1+1", "＋1", "－1", "＠SUM(1)", "\t=1+1", "\n=1+1", "a\n=1+1", "a;=1+1", "a,=1+1", "a|=1+1", "=\t1",
    "==1", "=-1", "=+1", "=@A1", "@=1", "-=1", "+=1", "=A1:B2", "=IMPORTXML(1)", "=WEBSERVICE(1)", "%0A=1", "{=1+1}",
    "#N/A", "#REF!", "TRUE", "1e5", "007", "http://x.y", "<f>1</f>", "a&b</t></is></c><c><f>1</f>",
]  # fmt: skip


def produced(slug, *, user=None, area=COUNTY, on=ON, since=SINCE):
    out = io.BytesIO()
    write_table(tables.get(slug), Asked(user=user, area=area, on=on, since=since), out)
    return out.getvalue()


def page_of(content):
    return openpyxl.load_workbook(io.BytesIO(content)).active


def header_of(page):
    return next(row for row in range(1, 9) if page.cell(row, 1).value == "序号")


def lines(page):
    """{header: value} of each numbered row."""
    first = header_of(page)
    names = [cell.value for cell in page[first]]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=first + 1)]
    return [dict(zip(names, row, strict=True)) for row in rows if isinstance(row[0], int)]


def rows_of(slug, **asked):
    return lines(page_of(produced(slug, **asked)))


@pytest.fixture
def road():
    make_area(COUNTY, name="样例区", authority="民政局")
    make_area(f"{COUNTY}001", name="解放碑街道")
    return make_community(f"{COUNTY}001001", name="新建路社区居民委员会", address="新建路1号", phone="023-63800000")


@pytest.fixture
def elsewhere():
    """A place nobody of these tests is posted to; every text in it is a canary."""
    make_area(f"{COUNTY}002", name=f"{CANARY}街道")
    place = make_community(f"{COUNTY}002001", name=f"{CANARY}社区居民委员会", address=CANARY, phone=CANARY)
    spell = make_spell(place, name=CANARY, party_post="secretary", id_number=id_number(9))
    make_licence(spell.worker, number=CANARY)
    make_spell(place, name=CANARY, started_on=date(2026, 2, 1))
    make_facility(place, name=CANARY, area=9)
    make_compound(place, name=CANARY)
    make_duty(make_grid(place, name=CANARY, extent=CANARY), name=CANARY, phone="13800000009")
    make_team(place, name=CANARY)
    return place


@pytest.fixture
def clerk(road):
    return make_clerk(f"{COUNTY}001")


def make_clerk(area, role=Role.STREET_CLERK):
    """An account with the permissions of its role."""
    sync_roles()
    user = make_user()
    post_user(user=user, role=role, area_code=area, started_on=date(2020, 1, 1))
    return user


def fill(road):
    """One of everything in the place."""
    spell = make_spell(
        road, name="张三", id_number=id_number(1), phone="13812345678", born_on=date(1987, 3, 4), gender="male",
        party_post="secretary", committee_post="director", staff_kind="member", started_on=date(2026, 3, 1),
    )  # fmt: skip
    make_licence(spell.worker, grade="assistant", number="A1")
    make_licence(spell.worker, grade="social_worker", number="S1", issued_on=date(2026, 12, 1))
    make_headcount(road, residents=3000, households=1000)
    make_facility(road, name="党群服务中心", area=600, counted_area=500)
    make_compound(road, name="星城花园")
    make_duty(make_grid(road, name="第一网格", households=300), name="李四", role="leader", phone="13812345678")
    make_team(road, name="红马甲志愿服务队")
    return spell


def test_official_dress(road):
    fill(road)
    page = page_of(produced("staff"))
    first = header_of(page)
    assert page["A1"].value == "社区工作者花名册"
    assert "A1:T1" in {str(area) for area in page.merged_cells.ranges}
    written = "".join(str(cell.value or "") for row in page.iter_rows() for cell in row)
    around = ["填报单位", "单位:人", "样例区民政局", "截至2026年9月30日"]
    for label in [*around, "单位负责人", "审核人", "填表人", "联系电话", "报出日期"]:
        assert label in written
    paper = page.page_setup
    assert (paper.orientation, int(paper.paperSize), int(paper.fitToHeight)) == ("landscape", 9, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows.replace("$", "") == f"{first}:{first}"
    assert page.freeze_panes == f"A{first + 1}"
    codes = page_of(produced("communities"))
    cell = next(cell for cell in codes[header_of(codes) + 1] if cell.value == road.code)
    assert (cell.data_type, cell.number_format) in {("s", "@"), ("inlineStr", "@")}


def test_personal_numbers_are_masked(road):
    fill(road)
    (line,) = rows_of("staff")
    assert line["身份证号"] == f"5001************{id_number(1)[-2:]}"
    assert (line["手机号"], line["出生年月"], line["职业资格"]) == ("138****5678", "1987-03", "助理社会工作师")
    for slug in TABLES:
        text = produced(slug)
        with zipfile.ZipFile(io.BytesIO(text)) as archive:
            markup = archive.read("xl/worksheets/sheet1.xml").decode()
        assert id_number(1) not in markup
        assert "13812345678" not in markup


def test_the_roster_of_grids_lists_each_duty_of_the_day(road):
    spell = fill(road)
    grid = make_grid(road, name="第二网格")
    make_duty(grid, name="张三", worker=spell.worker, started_on=date(2026, 5, 1))
    make_duty(grid, name="前任", ended_on=date(2026, 5, 1))
    found = [(line["网格名称"], line["姓名"], line["职责"], line["人员编号"]) for line in rows_of("gridstaff")]
    assert found == [
        ("第一网格", "李四", "网格长", None),
        ("第二网格", "张三", "专职网格员", spell.worker.staff_no),
    ]
    assert rows_of("gridstaff")[0]["手机号"] == "138****5678"
    assert [line["姓名"] for line in rows_of("gridstaff", on=date(2026, 4, 30))] == ["李四", "前任"]


def test_tables_are_as_of_their_day(road):
    spell = fill(road)
    Spell.objects.filter(pk=spell.pk).update(ended_on=date(2026, 9, 1))
    assert rows_of("staff", on=date(2026, 8, 31))
    for slug in ["staff", "council", "licences"]:
        assert rows_of(slug, on=date(2026, 9, 1)) == []
        assert rows_of(slug, on=date(2026, 2, 28)) == []


def test_an_empty_table_says_so(road):
    written = [cell.value for row in page_of(produced("staff")).iter_rows() for cell in row if cell.value]
    assert any("没有登记不等于没有" in str(value) for value in written)


def test_totals_are_added_up_from_the_rows(road):
    fill(road)
    make_facility(road, name="分中心", area=100)
    make_facility(road, name="议事厅", kind="meeting", area=None)
    page = page_of(produced("facilities"))
    total = next(row for row in page.iter_rows(values_only=True) if row[1] == "合计")
    names = [cell.value for cell in page[header_of(page)]]
    assert total[names.index("建筑面积(㎡)")] == 700
    assert total[names.index("计入面积(㎡)")] == 600
    assert rows_of("facilities")[-1]["建筑面积(㎡)"] in (None, 600, 100)


def test_movements_balance(road):
    other = make_community(f"{COUNTY}001002", name="河岸社区居民委员会")
    stays = make_spell(road, name="留任")
    ended = make_spell(road, name="离任", ended_on=date(2026, 5, 1), end_reason="resigned")
    changed = make_spell(road, name="变动", ended_on=date(2026, 6, 1))
    make_spell(road, worker=changed.worker, started_on=date(2026, 6, 1), duty="sick")
    moved = make_spell(road, name="调动", ended_on=date(2026, 7, 1))
    make_spell(other, worker=moved.worker, started_on=date(2026, 7, 1))
    make_spell(road, name="新任", started_on=date(2026, 1, 1))
    make_spell(road, name="早来", started_on=SINCE)
    found = sorted((line["变动"], line["姓名"]) for line in rows_of("movements"))
    assert found == [("岗位变动", "变动"), ("新任", "新任"), ("离任", "离任"), ("调入", "调动"), ("调出", "调动")]
    assert {stays.pk, ended.pk}
    only_here = rows_of("movements", area=road.code)
    came = sum(line["变动"] in ("新任", "调入") for line in only_here)
    left = sum(line["变动"] in ("离任", "调出") for line in only_here)
    at = {day: Spell.objects.open(on=day).primary().filter(community=road).count() for day in (SINCE, ON)}
    assert at[SINCE] + came - left == at[ON]


@pytest.mark.parametrize("slug", TABLES)
def test_nothing_from_outside_ones_reach(slug, road, elsewhere, clerk):
    fill(road)
    content = produced(slug, user=clerk, area=f"{COUNTY}001")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    assert CANARY not in text
    assert CANARY in zip_text(produced(slug))
    with pytest.raises(PermissionDenied):
        produced(slug, user=clerk, area=COUNTY)


def zip_text(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))


def test_who_has_moved_away_stays_in_the_roster_without_personal_data(road, elsewhere, clerk):
    spell = fill(road)
    Spell.objects.filter(pk=spell.pk).update(ended_on=date(2026, 9, 1))
    make_spell(elsewhere, worker=spell.worker, started_on=date(2026, 9, 1))
    spell.worker.community = elsewhere
    spell.worker.save()
    (line,) = rows_of("staff", user=clerk, area=f"{COUNTY}001", on=date(2026, 8, 1))
    assert (line["姓名"], line["身份证号"], line["手机号"], line["出生年月"]) == ("张三", None, None, None)
    (line,) = [one for one in rows_of("movements", user=clerk, area=f"{COUNTY}001") if one["变动"] == "调出"]
    assert CANARY not in str(line)


@pytest.mark.parametrize("slug", TABLES)
def test_forty_payloads_come_out_as_text(slug, road):
    for number, payload in enumerate(PAYLOADS):
        place = make_community(f"{COUNTY}001{100 + number}", name=payload, address=payload, phone=payload[:40])
        spell = make_spell(place, name=payload[:50], batch=payload, party_post="secretary", started_on=date(2026, 3, 1))
        make_licence(spell.worker, number=payload[:40])
        make_facility(place, name=payload, address=payload, area=1)
        make_compound(place, name=payload)
        make_duty(make_grid(place), name=payload[:50])
        make_team(place, name=payload)
    content = produced(slug)
    assert "<f>" not in zip_text(content)
    assert "<hyperlink" not in zip_text(content)
    values = {cell.value for row in page_of(content).iter_rows() for cell in row}
    assert [payload for payload in PAYLOADS if payload not in values] == []
    assert all(cell.data_type != "f" for row in page_of(content).iter_rows() for cell in row)


def test_control_characters_never_raise(road):
    out = io.BytesIO()
    evil = "".join(map(chr, range(1, 32))) + "\x7f\ud800\ufffe字"
    heading = Heading(title=evil, office=evil, period=evil, notes=(evil,), marks=(evil,))
    assert write_official(out, heading=heading, columns=[Column(evil)], rows=[[evil], ["a" * 40_000]]) == 2
    values = [cell.value for row in page_of(out.getvalue()).iter_rows() for cell in row]
    assert "\t\n字" in values


@pytest.mark.parametrize("role", [Role.COMMUNITY_CLERK, Role.STREET_CLERK, Role.COUNTY_REVIEWER])
def test_rosters_equal_plain_sql(role, road, elsewhere, django_assert_max_num_queries):
    fill(road)
    for number in range(3):
        make_spell(road, name=f"员工{number}", staff_kind=["grid", "member", "fulltime"][number])
    area = {Role.COMMUNITY_CLERK: road.code, Role.STREET_CLERK: road.code[:9], Role.COUNTY_REVIEWER: COUNTY}[role]
    user = make_clerk(area, role)
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT w.staff_no, w.name, s.started_on FROM staffing_spell s
               JOIN staffing_worker w ON w.id = s.worker_id JOIN communities_community c ON c.id = s.community_id
               WHERE s.is_primary AND s.started_on <= %s AND (s.ended_on IS NULL OR s.ended_on > %s)
                 AND c.code LIKE %s AND s.duty <> 'off_post'
                 AND (s.counts OR (s.counts IS NULL AND s.staff_kind IN ('member', 'fulltime')))
               ORDER BY w.staff_no""",
            [ON, ON, f"{area}%"],
        )
        expected = cursor.fetchall()
    with django_assert_max_num_queries(12):
        found = rows_of("staff", user=user, area=area)
    assert sorted((line["人员编号"], line["姓名"], line["任职日期"].date()) for line in found) == expected


def test_a_demonstration_says_so(road):
    state_fact(DEMO, "1")
    try:
        for slug in TABLES:
            assert "演示数据" in zip_text(produced(slug))
    finally:
        state_fact(DEMO, "")


# -- pages ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("slug", TABLES)
def test_a_small_table_is_handed_out_at_once(slug, client, clerk, road, elsewhere):
    fill(road)
    client.force_login(clerk)
    url = reverse("official:table_ready", args=[slug])
    assert client.get(url).status_code == 200
    answer = client.post(url, {"area": road.code[:9], "on": "2026-09-30", "since": "2025-12-31"})
    assert answer["Content-Type"] == producing.XLSX
    assert lines(page_of(b"".join(answer.streaming_content)))
    refused = client.post(url, {"area": elsewhere.code[:9], "on": "2026-09-30", "since": "2025-12-31"})
    unknown = client.post(url, {"area": f"{COUNTY}777", "on": "2026-09-30", "since": "2025-12-31"})
    assert refused.status_code == unknown.status_code == 200
    said = [answer.context["form"].errors["area"][0].replace(code, "") for answer, code in (
        (refused, elsewhere.code[:9]), (unknown, f"{COUNTY}777"),
    )]  # fmt: skip
    assert said[0] == said[1]


def test_wrong_days_are_told(client, clerk, road):
    client.force_login(clerk)
    url = reverse("official:table_ready", args=["movements"])
    answer = client.post(url, {"area": road.code, "on": "2026-01-01", "since": "2026-01-01"})
    assert "早于" in answer.context["form"].errors["since"][0]
    answer = client.post(url, {"area": road.code, "on": "2026-02-30", "since": ""})
    assert set(answer.context["form"].errors) == {"on", "since"}


def test_who_may_not_export_gets_nothing(client, road):
    for role in [Role.LEADER, Role.DEPARTMENT, Role.SYSTEM_ADMIN]:
        client.force_login(make_clerk(COUNTY, role))
        for slug in TABLES:
            assert client.get(reverse("official:table_ready", args=[slug])).status_code == 403
    client.force_login(make_clerk(COUNTY, Role.CITY_OFFICER))
    assert client.get(reverse("official:table_ready", args=["staff"])).status_code == 403
    assert client.get(reverse("official:table_ready", args=["communities"])).status_code == 200
    assert client.get(reverse("official:table_ready", args=["nothing"])).status_code == 404


def test_a_large_table_becomes_a_job_whose_file_is_ones_own(client, clerk, road, monkeypatch):
    monkeypatch.setattr("communities.views.official.ready.AT_ONCE", 0)
    fill(road)
    client.force_login(clerk)
    url = reverse("official:table_ready", args=["staff"])
    answer = client.post(url, {"area": road.code[:9], "on": "2026-09-30"})
    job = Job.objects.get()
    assert answer.url == reverse("communities:job_detail", args=[job.pk])
    Job.objects.filter(pk=job.pk).update(state="running", attempt=1, started_at=timezone.now())
    job.refresh_from_db()
    producing.produce(Run(job))
    made = ProducedFile.objects.get()
    assert lines(page_of(bytes(made.content)))[0]["姓名"] == "张三"
    mine = reverse("official:table_file", args=[made.pk])
    assert client.get(mine).content == bytes(made.content)
    assert made.name in client.get(reverse("official:table_list")).content.decode()
    client.force_login(make_clerk(f"{COUNTY}001"))
    assert client.get(mine).status_code == 404
    client.force_login(clerk)
    ProducedFile.objects.update(made_at=timezone.now() - timedelta(hours=25))
    assert client.get(mine).status_code == 404
    remove_old_files()
    assert not ProducedFile.objects.exists()


def test_a_job_asks_again_what_its_account_may_see(clerk, road):
    job = Job.objects.create(
        kind="official_table", user=clerk, area_code=road.code[:9], params={"table": "staff", "on": "2026-09-30"}
    )
    Posting.objects.filter(user=clerk).update(ended_on=date(2021, 1, 1))
    with pytest.raises(PermissionDenied):
        producing.produce(Run(job))


def test_every_source_can_be_read(road, elsewhere, clerk):
    fill(road)
    for source in sources.items.values():
        asked = Asked(user=clerk, area=road.code[:9], on=ON)
        rows = list(source.rows(asked))
        assert len(rows) == source.count(asked) == 1
        assert CANARY not in str(rows)


@pytest.mark.parametrize(
    ("authority", "office"),
    [
        ("", "渝中区"),
        ("民政局", "渝中区民政局"),
        ("渝中区民政局", "渝中区民政局"),
        ("中共渝中区委员会社会工作部", "中共渝中区委员会社会工作部"),
    ],
)
@pytest.mark.django_db
def test_the_office_names_its_place_once(authority, office):
    make_area("500103", name="渝中区", authority=authority)
    assert office_of("500103") == office
