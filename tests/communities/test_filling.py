"""来表套填: another office's blank form, filled for one's reach, its looks kept."""

import io
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl.styles import Alignment, Font

from communities.choices import Role
from communities.models import FilledForm
from communities.official import filling
from communities.official.producing import remove_old_files
from tests.communities.test_official import CANARY, PAYLOADS, clerk, elsewhere, make_clerk, road  # noqa: F401
from tests.factories import COUNTY, make_community, make_headcount, make_licence, make_spell
from tests.people import id_number

pytestmark = pytest.mark.django_db
HEADERS = ["序号", "姓名", "文化程度", "身份证号码", "工作单位", "社工证", "是否接种疫苗", "备注"]
YELLOW = "FFFFFF00"


def form_of(headers=HEADERS, *, title="某局摸底表", rows=3, formula=None):
    """A blank form: title, a line of remarks, header, blank rows, a line of signatures."""
    book = openpyxl.Workbook()
    page = book.active
    page.append([title])
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(headers))
    page["A1"].font = Font(name="黑体", size=20)
    page.append(["单位:人"])
    page.append(headers)
    for row in range(4, 4 + rows):
        for column in range(1, len(headers) + 1):
            page.cell(row, column).alignment = Alignment(horizontal="center")
            page.cell(row, column).font = Font(name="仿宋", size=13)
    last = 4 + rows
    page.cell(last, 1).value = "审核人:          填表人:"
    page.merge_cells(start_row=last, start_column=1, end_row=last, end_column=len(headers))
    page.row_dimensions[last].height = 40
    if formula:
        page["J1"] = formula
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(client, content, *, name="blank.xlsx", **more):
    data = {"file": SimpleUploadedFile(name, content), "area": f"{COUNTY}001", "on": "2026-09-30", **more}
    return client.post(reverse("official:table_upload"), data)


def filled_page(client, answer, **changes):
    """Follow the mapping page with some columns corrected; returns the filled sheet and the form."""
    page = client.get(answer.url)
    form = page.context["form"]
    data = {name: field.initial or "" for name, field in form.fields.items()}
    data |= {name: changes[header] for name, header in form.headers.items() if header in changes}
    assert client.post(answer.url, data).status_code == 302
    stored = FilledForm.objects.latest("pk")
    content = client.get(reverse("official:table_filled", args=[stored.pk])).content
    return openpyxl.load_workbook(io.BytesIO(content)).active, stored


@pytest.fixture
def people(road):  # noqa: F811
    """Five people in the place, the first with everything."""
    first = make_spell(road, name="阿一", id_number=id_number(1), education="bachelor")
    make_licence(first.worker)
    for number in range(2, 6):
        make_spell(road, name=f"阿{'一二三四五'[number - 1]}")
    return first


def test_filled_for_ones_reach_with_its_looks_kept(client, clerk, people, elsewhere):  # noqa: F811
    client.force_login(clerk)
    page, form = filled_page(client, upload(client, form_of(), issuer="某局"))
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=4, max_row=8, max_col=8)]
    assert [row[0] for row in rows] == [1, 2, 3, 4, 5]
    (first,) = [row for row in rows if row[1] == "阿一"]
    assert first[2:6] == ["大学本科", f"5001************{id_number(1)[-2:]}", "新建路社区居民委员会", "助理社会工作师"]
    assert CANARY not in str(rows)
    assert (page["A1"].font.name, page["A1"].font.size) == ("黑体", 20)
    assert {(page.cell(row, 2).font.name, page.cell(row, 2).alignment.horizontal) for row in range(4, 9)} == {
        ("仿宋", "center")
    }
    assert page["A9"].value.startswith("审核人")
    assert "A9:H9" in {str(area) for area in page.merged_cells.ranges}
    assert page.row_dimensions[9].height == 40
    assert {page.cell(row, 7).fill.fgColor.rgb for row in range(4, 9)} == {YELLOW}
    assert page["B4"].fill.fgColor.rgb != YELLOW
    assert (form.name, form.issuer, form.rows, form.total, form.user) == ("某局摸底表", "某局", 5, 35, clerk)
    yellow = sum(page.cell(row, column).fill.fgColor.rgb == YELLOW for row in range(4, 9) for column in range(2, 9))
    assert form.filled == form.total - yellow
    shown = client.get(reverse("official:table_list")).content.decode()
    assert f"{form.share}" in shown


def test_the_corrected_mapping_is_remembered_for_account_and_office(client, clerk, people):  # noqa: F811
    client.force_login(clerk)
    page, form = filled_page(client, upload(client, form_of()), 备注="staff_no", 文化程度="")
    assert page["H4"].value.startswith(COUNTY)
    assert page["C4"].value is None
    again = client.get(upload(client, form_of()).url).context["form"]
    initial = {header: again.fields[name].initial for name, header in again.headers.items()}
    assert (initial["备注"], initial["文化程度"], initial["姓名"]) == ("staff_no", "", "name")
    colleague = make_clerk(f"{COUNTY}001")
    client.force_login(colleague)
    theirs = client.get(upload(client, form_of()).url).context["form"]
    assert {header: theirs.fields[name].initial for name, header in theirs.headers.items()}["备注"] == "staff_no"
    other = client.get(upload(client, form_of(title="另一张表")).url).context["form"]
    assert {header: other.fields[name].initial for name, header in other.headers.items()}["备注"] == ""
    assert client.get(reverse("official:table_mapping", args=[form.pk])).status_code == 404
    assert client.get(reverse("official:table_filled", args=[form.pk])).status_code == 404


def test_communities_are_filled_too(client, clerk, road):  # noqa: F811
    make_headcount(road, residents=3000)
    client.force_login(clerk)
    headers = ["社区名称", "统计用区划代码", "常住人口(人)", "办公电话", "面积(万㎡)"]
    page, form = filled_page(client, upload(client, form_of(headers)))
    assert form.source == "community"
    assert [page.cell(4, column).value for column in range(1, 6)] == [
        "新建路社区居民委员会", road.code, 3000, "023-63800000", None,
    ]  # fmt: skip
    assert (page["B4"].data_type, page["B4"].number_format) == ("s", "@")


def test_forty_payloads_come_out_as_text(client, clerk, road):  # noqa: F811
    for number, payload in enumerate(PAYLOADS):
        make_spell(make_community(f"{COUNTY}001{100 + number}", name=payload), name=payload[:50])
    client.force_login(clerk)
    page, form = filled_page(client, upload(client, form_of(formula='=HYPERLINK("http://x")')))
    values = {cell.value for row in page.iter_rows() for cell in row}
    assert [payload for payload in PAYLOADS if payload not in values] == []
    with zipfile.ZipFile(io.BytesIO(bytes(form.content))) as archive:
        assert b"<f>" not in b"".join(archive.read(name) for name in archive.namelist())
    assert form.dropped == 1
    assert page["J1"].fill.fgColor.rgb == YELLOW


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<a/>")
        archive.writestr("xl/workbook.xml", "<a/>" + " " * 50_000_000)
    return out.getvalue()


def with_entity():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(form_of())) as archive, zipfile.ZipFile(out, "w") as made:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + content
            made.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (lambda: b"", "a.xlsx"),
        (lambda: b"hello", "a.xlsx"),
        (lambda: form_of()[:2000], "a.xlsx"),
        (form_of, "a.et"),
        (form_of, "a.xlsm"),
        (bomb, "a.xlsx"),
        (with_entity, "a.xlsx"),
        (lambda: b"MZ" + b"\0" * 100, "a.xlsx"),
        (lambda: form_of([""]), "a.xlsx"),
        (lambda: b"PK\x03\x04" + b"\0" * (6 * 1024 * 1024), "a.xlsx"),
    ],
)
def test_hostile_and_broken_files_are_refused_with_a_sentence(content, name, client, clerk):  # noqa: F811
    client.force_login(clerk)
    answer = upload(client, content(), name=name)
    assert answer.status_code == 200
    assert len(answer.context["form"].errors["file"][0]) > 5
    assert not FilledForm.objects.exists()


def test_what_is_too_long_is_refused(client, clerk, people, monkeypatch):  # noqa: F811
    monkeypatch.setattr(filling, "MAX_ROWS", 4)
    client.force_login(clerk)
    opened = upload(client, form_of())
    answer = client.post(opened.url, {})
    assert "4" in answer.context["form"].non_field_errors()[0]


def test_after_a_day_files_go_and_the_share_stays(client, clerk, people):  # noqa: F811
    client.force_login(clerk)
    _page, form = filled_page(client, upload(client, form_of()))
    FilledForm.objects.update(made_at=timezone.now() - timedelta(hours=25))
    remove_old_files()
    form.refresh_from_db()
    assert (form.blank, form.content, form.total) == (None, None, 35)
    assert client.get(reverse("official:table_filled", args=[form.pk])).status_code == 404
    assert client.get(reverse("official:table_mapping", args=[form.pk])).status_code == 200
    assert client.post(reverse("official:table_mapping", args=[form.pk]), {}).context["form"].non_field_errors()


def test_who_may_not_export_may_not_fill(client, road):  # noqa: F811
    for role in [Role.LEADER, Role.DEPARTMENT, Role.SYSTEM_ADMIN]:
        client.force_login(make_clerk(COUNTY, role))
        assert client.get(reverse("official:table_upload")).status_code == 403
    client.force_login(make_clerk(COUNTY, Role.CITY_OFFICER))
    answer = upload(client, form_of(), source="worker", area=COUNTY)
    assert "source" in answer.context["form"].errors
