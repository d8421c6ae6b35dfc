"""I5: what an export holds is what the database holds, row by row, for each role; personal numbers stay masked."""

import csv
import datetime
import io
import zipfile

import pytest
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook

from communities.access import ScopedQuerySet
from communities.choices import Role
from communities.registers import get
from communities.roles import TABLE, sync_roles
from sheets import registry
from tests import factories
from tests.people import id_number
from tests.world import HERE, POSTED, make_account

pytestmark = pytest.mark.django_db
PHONE = "13912345678"
STATEMENTS = {
    "communities.headcount": (
        ("社区编码", "统计日期", "常住人口", "常住户数"),
        """SELECT c.code, to_char(r."on", 'YYYY-MM-DD'), r.residents::text, r.households::text
           FROM communities_headcount r JOIN communities_community c ON c.id = r.community_id""",
    ),
    "communities.workfund": (
        ("社区编码", "年度", "预算安排(元)"),
        """SELECT c.code, r.year::text, trim_scale(r.budgeted)::text
           FROM communities_workfund r JOIN communities_community c ON c.id = r.community_id""",
    ),
    "facilities.facility": (
        ("社区编码", "设施名称", "建筑面积(㎡)", "启用日期"),
        """SELECT c.code, r.name, trim_scale(r.area)::text, to_char(r.opened_on, 'YYYY-MM-DD')
           FROM facilities_facility r JOIN communities_community c ON c.id = r.community_id""",
    ),
    "staffing.worker": (
        ("社区编码", "人员编号", "姓名", "任职日期"),
        """SELECT c.code, w.staff_no, w.name, to_char(r.started_on, 'YYYY-MM-DD') FROM staffing_spell r
           JOIN staffing_worker w ON w.id = r.worker_id JOIN communities_community c ON c.id = r.community_id""",
    ),
}
"""Of each register: some headers of its sheet, and the statement that fetches the same of the places below a code."""

PAIRS = [(label, role) for label in STATEMENTS for role in Role]


@pytest.fixture
def rows(db):
    """Rows of four places: two in the street, one in its neighbour, one in another county."""
    sync_roles()
    for number, code in enumerate((f"{HERE}001001", f"{HERE}001002", f"{HERE}002001", "510199001001"), start=1):
        place = factories.make_community(code)
        factories.make_headcount(place, residents=1200, households=400)
        factories.make_headcount(place, on=datetime.date(2024, 6, 30), residents=1300)
        factories.make_fund(place, budgeted=100_000)
        factories.make_facility(place, area="120.5")
        factories.make_facility(place, opened_on=None, status="planned")
        factories.make_spell(place, name="李四", id_number=id_number(number), phone=PHONE)


def exported(client, label):
    """The answer to an export, and its lines as {header: text}."""
    answer = client.get(get(label).url("export") + "?all=on")
    if answer.status_code != 200:
        return answer.status_code, b"", []
    content = b"".join(answer.streaming_content)
    header, *lines = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return 200, content, [dict(zip(header, map(_text, line), strict=True)) for line in lines]


def _text(value):
    if isinstance(value, datetime.datetime):
        return f"{value:%Y-%m-%d}"
    return None if value in (None, "") else f"{value:g}" if isinstance(value, float) else str(value)


def in_database(label, code):
    with connection.cursor() as cursor:
        cursor.execute(f"{STATEMENTS[label][1]} WHERE c.code LIKE %s", [f"{code}%"])
        return sorted(cursor.fetchall(), key=str)


def told(label, lines):
    headers = STATEMENTS[label][0]
    return sorted((tuple(line[header] for header in headers) for line in lines), key=str)


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return b"".join(map(book.read, book.namelist())).decode()


@pytest.mark.parametrize(("label", "role"), PAIRS)
def test_i5_an_export_is_what_the_database_holds(label, role, client, rows):
    """I5"""
    client.force_login(make_account(role))
    status, content, lines = exported(client, label)
    if "e" not in TABLE[role].get(label, ""):
        assert status == 403
        return
    assert told(label, lines) == in_database(label, POSTED.get(role, HERE))
    assert lines
    if label == "staffing.worker":
        text = unpacked(content)
        assert PHONE not in text
        assert not [number for number in range(1, 5) if id_number(number)[4:16] in text]


def test_i5_control_without_the_cut_to_reach_foreign_rows_go_out(client, rows, monkeypatch):
    """I5, its guard off: the comparison sees rows that are too many."""
    monkeypatch.setattr(ScopedQuerySet, "visible_to", lambda self, user: self.all())
    client.force_login(make_account(Role.STREET_CLERK))
    _status, _content, lines = exported(client, "communities.headcount")
    assert told("communities.headcount", lines) != in_database("communities.headcount", POSTED[Role.STREET_CLERK])


def test_i5_control_without_the_mask_the_number_goes_out(client, rows, monkeypatch):
    """I5, its guard off"""
    for column in registry.get("worker").columns:
        if hasattr(column, "mask"):
            monkeypatch.setattr(column, "mask", str)
    client.force_login(make_account(Role.STREET_CLERK))
    assert PHONE in unpacked(exported(client, "staffing.worker")[1])


@pytest.mark.parametrize("role", [Role.STREET_REVIEWER, Role.COUNTY_REVIEWER, Role.CITY_OFFICER])
def test_i5_the_file_of_a_report_is_what_its_results_say(role, client, world):
    """I5"""
    client.force_login(make_account(role))
    answer = client.get(
        reverse("compliance:report_export", kwargs={"pk": world.here.pk, "form": "csv", "level": "community"})
    )
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    found = sorted((line["code"], line["indicator"], line["verdict"]) for line in csv.DictReader(io.StringIO(text)))
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT w.code, r.indicator, r.verdict FROM compliance_result r JOIN compliance_row w ON w.id = r.row_id
               WHERE r.report_id = %s AND length(w.code) = 12 AND w.code LIKE %s""",
            [world.here.pk, f"{POSTED.get(role, HERE)}%"],
        )
        assert found == sorted(cursor.fetchall())
    assert found
