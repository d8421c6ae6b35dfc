"""Sheets in the browser: sent, matched, checked, applied once, undone; nothing foreign told, nothing half done."""

import datetime
import io
import re
import zipfile
from datetime import timedelta

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from communities.choices import Role
from communities.models import Headcount, HeaderMapping, Posting, UploadedSheet
from communities.roles import refresh_groups, sync_roles
from communities.uploads import files
from communities.uploads.movements import NAMED, kept
from communities.uploads.services import receive, remove_old, start_applying
from jobs.models import Job
from jobs.services import execute
from records.history import acting
from sheets import registry
from sheets.inspection import MAX_FILE
from staffing.models import Spell, Worker
from tests.communities.offices import STREET, make_user
from tests.factories import COUNTY, make_area, make_community, make_spell
from tests.people import id_number
from tests.threads import at_once

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def clerk(db):
    sync_roles()
    make_area(STREET, name="解放碑街道")
    return posted(make_user(Role.STREET_CLERK, STREET))


def posted(user):
    refresh_groups(user)
    return user


@pytest.fixture
def desk(client, clerk):
    client.force_login(clerk)
    return client


def wrong_check_digit(number):
    return number[:-1] + ("1" if number[-1] != "1" else "2")


def messy_roster(path, communities, *, bad=True):
    """As a street office keeps it in WPS: titles, merged cells, 序号, marks, months, blanks in names, a total."""
    first, second = communities
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet("花名册")
    page.merge_range(0, 0, 0, 9, "解放碑街道社区工作者花名册")
    page.write(1, 0, "填报单位:解放碑街道办事处")
    header = ["序号", "所在社区", "姓 名", "身份证号码", "出生年月", "岗位", "核定岗位", "任职时间", "文化程度", "备注"]
    page.write_row(2, 0, header)
    people = [
        ("张 三", id_number(1, datetime.date(1985, 3, 4)), "1985.03", "书记主任一肩挑", "√", "2021.5", "大专"),
        ("李四", id_number(2), "", "委员", "√", "2021-05-01", "本科"),
        ("王 小 明", id_number(3), "", "专职工作者", "", "2022年3月1日", "大学专科"),
        (
            "赵六",
            id_number(4)[:-1] + ("1" if id_number(4)[-1] != "1" else "2"),
            "",
            "专职工作者",
            "",
            "2022-02-30",
            "本科",
        ),
    ]
    people = people if bad else people[:3]
    page.merge_range(3, 1, 4, 1, first.name)
    for number, (name, number_id, born, post, approved, since, education) in enumerate(people):
        row = 3 + number
        page.write_row(row, 2, [name, number_id, born, post, approved, since, education])
        page.write(row, 0, number + 1)
        if number >= 2:
            page.write(row, 1, second.name)
    end = 3 + len(people)
    page.write_row(end, 0, ["合计", "", f"{len(people)}人"])
    page.write(end + 1, 0, "填表人:周某")
    book.close()
    return path


@pytest.fixture
def places(clerk):
    return make_community(street=STREET, name="较场口社区居民委员会"), make_community(
        street=STREET, name="民权路社区居民委员会"
    )


def send(desk, path, sheet="worker", name=None):
    file = SimpleUploadedFile(name or path.name, path.read_bytes(), XLSX)
    return desk.post(reverse("communities:import_add"), {"sheet": sheet, "file": file})


def newest():
    return UploadedSheet.objects.order_by("-pk").first()


def work():
    """What the worker does."""
    for job in Job.objects.filter(state="queued").order_by("pk"):
        execute(job.pk)


def match(desk, upload, **corrected):
    """Confirm the proposed headers, with corrections by header."""
    page = desk.get(reverse("communities:import_match", args=[upload.pk]))
    form = page.context["form"]
    data = {f"column_{one.index}": corrected.get(one.header, one.column) for one in form.proposals}
    roster = {"roster": corrected["roster"]} if "roster" in corrected else {}
    desk.post(page.request["PATH_INFO"], {**data, **roster, "header_row": page.context["header_row"]})
    work()
    upload.refresh_from_db()
    return page


def apply(desk, upload):
    desk.post(reverse("communities:import_apply", args=[upload.pk]))
    work()
    upload.refresh_from_db()


@pytest.fixture
def headcounts(places, put_rows):
    first, second = places
    return put_rows(
        ["社区编码", "统计日期", "常住人口"], [first.code, "2026-06-30", 5000], [second.code, "2026-06-30", 4000]
    )


@pytest.fixture
def put_rows(tmp_path):
    def write(*rows, name="人口.xlsx"):
        book = xlsxwriter.Workbook(tmp_path / name)
        page = book.add_worksheet()
        for number, cells in enumerate(rows):
            page.write_row(number, 0, cells)
        book.close()
        return tmp_path / name

    return write


def through(desk, path, sheet="headcount"):
    send(desk, path, sheet)
    upload = newest()
    match(desk, upload)
    apply(desk, upload)
    return upload


def test_a_messy_roster_is_understood(desk, places, tmp_path):
    path = messy_roster(tmp_path / "花名册.xlsx", places)
    send(desk, path)
    upload = newest()
    page = match(desk, upload, 文化程度="education")
    assert page.context["header_row"] == 3
    proposed = {one.header: (one.column, one.confidence) for one in page.context["form"].proposals}
    assert proposed["序号"] == ("", "skipped")
    assert proposed["姓 名"] == ("name", "sure")
    assert proposed["身份证号码"] == ("id_number", "sure")
    found = upload.preview
    assert (found["rows"], found["new"], found["error"]) == (4, 3, 1)
    assert any("合计" in note for note in found["notes"])
    assert any("填表人" in note for note in found["notes"])
    shown = desk.get(reverse("communities:import_check", args=[upload.pk])).content.decode()
    assert "校验码" in shown
    assert id_number(1, datetime.date(1985, 3, 4)) not in shown
    assert not Worker.objects.exists()


def test_the_error_sheet_is_the_original_with_a_column_more(desk, places, tmp_path):
    send(desk, messy_roster(tmp_path / "花名册.xlsx", places))
    upload = newest()
    match(desk, upload, 文化程度="education")
    answer = desk.get(reverse("communities:import_rows", args=[upload.pk]) + "?tab=error")
    assert answer["X-Content-Type-Options"] == "nosniff"
    header, row = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert header[-1] == "错误"
    assert row[2] == "赵六"
    assert "2022-02-30" in row[-1]


def test_errors_let_nothing_through(desk, places, tmp_path):
    send(desk, messy_roster(tmp_path / "花名册.xlsx", places))
    upload = newest()
    match(desk, upload, 文化程度="education")
    apply(desk, upload)
    assert upload.state == "previewed"
    assert not Worker.objects.exists()


def test_mended_applied_and_undone(desk, places, tmp_path):
    send(desk, messy_roster(tmp_path / "花名册.xlsx", places, bad=False))
    upload = newest()
    match(desk, upload, 文化程度="education")
    assert upload.preview["findings"] == 0
    apply(desk, upload)
    assert upload.state == "applied"
    names = set(Worker.objects.values_list("name", flat=True))
    assert names == {"张三", "李四", "王小明"}
    both = Spell.objects.get(worker__name="张三")
    assert (both.party_post, both.committee_post, both.approved) == ("secretary", "director", True)
    assert {spell.community for spell in Spell.objects.filter(worker__name__in=["张三", "李四"])} == {places[0]}
    page = desk.get(reverse("communities:import_detail", args=[upload.pk])).content.decode()
    assert "已应用 3 行:新增 3,修改 0" in page
    assert upload.result["movements"] == [
        [place.name, 0, len(names), 0, len(names), ids_of(*names), []]
        for place, names in zip(places, (("张三", "李四"), ("王小明",)), strict=True)
    ]
    assert "张三、李四" in page
    assert not list(files.folder().iterdir())
    desk.post(reverse("communities:import_undo", args=[upload.pk]))
    upload.refresh_from_db()
    assert upload.state == "undone"
    assert not Worker.objects.exists()
    assert not Spell.objects.exists()


def ids_of(*names):
    return sorted(Worker.objects.filter(name__in=names).values_list("pk", flat=True))


def test_who_came_and_went_is_told_by_name_to_those_who_may_see_it(desk, client, places, tmp_path):
    gone = make_spell(places[0], name="钱七")
    send(desk, messy_roster(tmp_path / "花名册.xlsx", places, bad=False))
    upload = newest()
    match(desk, upload, 文化程度="education", roster="listed")
    left = {f"what_{gone.pk}": "left", f"on_{gone.pk}": "2026-06-30", f"ending_{gone.pk}": "resigned"}
    desk.post(reverse("communities:import_check", args=[upload.pk]) + "?tab=missing", left)
    upload.refresh_from_db()
    apply(desk, upload)
    assert upload.result["movements"][0][5:] == [ids_of("张三", "李四"), [gone.worker_id]]
    file = desk.get(reverse("communities:import_movements", args=[upload.pk])).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()
    assert rows[1][1:] == [1, 2, 1, 2, "张三、李四", "钱七"]
    client.force_login(posted(make_user(Role.CITY_OFFICER, COUNTY[:4])))
    page = client.get(reverse("communities:import_detail", args=[upload.pk])).content.decode()
    assert "人员增减变动表" in page
    assert not any(name in page for name in ("张三", "王小明", "钱七"))


def test_a_roster_of_thousands_names_those_of_its_first_places():
    place = ["某社区", 0, NAMED, 0, NAMED, list(range(NAMED)), []]
    assert kept([place, ["另一社区", 0, 1, 0, 1, [9], []]]) == [place, ["另一社区", 0, 1, 0, 1, None, None]]


def test_a_header_is_remembered_for_the_street(desk, places, tmp_path):
    send(desk, messy_roster(tmp_path / "一.xlsx", places))
    match(desk, newest(), 文化程度="education")
    assert HeaderMapping.objects.get(header="文化程度").column == "education"
    send(desk, messy_roster(tmp_path / "二.xlsx", places, bad=False))
    page = desk.get(reverse("communities:import_match", args=[newest().pk]))
    again = {one.header: (one.column, one.confidence) for one in page.context["form"].proposals}
    assert again["文化程度"] == ("education", "remembered")


def test_those_missing_from_a_full_roster_are_decided_one_by_one(desk, places, tmp_path):
    gone, stays = make_spell(places[0], name="钱七"), make_spell(places[1], name="孙八")
    make_spell(make_community(street=f"{COUNTY}002"), name="外人")
    send(desk, messy_roster(tmp_path / "花名册.xlsx", places, bad=False))
    upload = newest()
    match(desk, upload, 文化程度="education", roster="listed")
    assert upload.preview["missing"] == 2
    check = reverse("communities:import_check", args=[upload.pk])
    page = desk.get(f"{check}?tab=missing").content.decode()
    assert "钱七" in page
    assert "外人" not in page
    apply(desk, upload)
    assert upload.state == "previewed"
    desk.post(f"{check}?tab=missing", {f"what_{gone.pk}": "left", f"on_{gone.pk}": "2026-06-30"})
    upload.refresh_from_db()
    assert upload.choices == {}
    left = {f"what_{gone.pk}": "left", f"on_{gone.pk}": "2026-06-30", f"ending_{gone.pk}": "resigned"}
    desk.post(f"{check}?tab=missing", {**left, f"what_{stays.pk}": "stays"})
    upload.refresh_from_db()
    apply(desk, upload)
    assert (upload.state, upload.result["ended"]) == ("applied", 1)
    gone.refresh_from_db()
    stays.refresh_from_db()
    assert (gone.ended_on, gone.end_reason, stays.ended_on) == (datetime.date(2026, 6, 30), "resigned", None)
    desk.post(reverse("communities:import_undo", args=[upload.pk]))
    gone.refresh_from_db()
    assert (gone.ended_on, gone.end_reason) == (None, "")


def test_what_changes_is_shown_old_and_new(desk, places, headcounts):
    through(desk, headcounts)
    first = places[0]
    path = headcounts.with_name("改.xlsx")
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    page.write_row(0, 0, ["社区编码", "统计日期", "常住人口"])
    page.write_row(1, 0, [first.code, "2026-06-30", 5100])
    book.close()
    send(desk, path, "headcount")
    upload = newest()
    match(desk, upload)
    shown = desk.get(reverse("communities:import_check", args=[upload.pk])).content.decode()
    assert re.search(r"<del>5000</del> → <ins>5100</ins>", shown)


def test_undo_restores_and_is_refused_after_an_edit(desk, clerk, places, put_rows):
    before = Headcount.objects.create(community=places[0], on=datetime.date(2026, 6, 30), residents=1)
    path = put_rows(["社区编码", "统计日期", "常住人口"], [places[0].code, "2026-06-30", 9])
    upload = through(desk, path)
    before.refresh_from_db()
    assert before.residents == 9
    undo = reverse("communities:import_undo", args=[upload.pk])
    desk.post(undo)
    before.refresh_from_db()
    assert before.residents == 1
    again = through(desk, path)
    with acting(clerk, "更正"):
        Headcount.objects.filter(pk=before.pk).update(households=3)
    answer = desk.post(reverse("communities:import_undo", args=[again.pk]), follow=True).content.decode()
    assert "不能撤销:导入之后有1条记录又有改动" in answer
    before.refresh_from_db()
    assert before.residents == 9


def test_undo_ends_after_a_day(desk, places, headcounts):
    upload = through(desk, headcounts)
    UploadedSheet.objects.update(applied_at=timezone.now() - timedelta(hours=25))
    assert "24小时" in desk.post(reverse("communities:import_undo", args=[upload.pk]), follow=True).content.decode()
    assert Headcount.objects.count() == 2


def test_r7_the_same_file_under_another_name_shows_the_first_result(desk, places, headcounts):
    first = through(desk, headcounts)
    answer = send(desk, headcounts, "headcount", name="又一份.xlsx")
    assert answer.url == reverse("communities:import_detail", args=[first.pk])
    assert UploadedSheet.objects.count() == 1
    assert "没有重复导入" in desk.get(answer.url).content.decode()


def test_r7_control_without_the_guards_one_file_is_applied_twice(desk, client, places, headcounts, monkeypatch):
    """R7, its guards off: the fingerprint that is looked up, and the one that the database keeps unique."""
    from communities.uploads import applying

    uploads = []
    for _window in range(2):
        client.force_login(posted(make_user(Role.STREET_CLERK, STREET)))
        send(client, headcounts, "headcount")
        uploads.append(newest())
        match(client, uploads[-1])
    monkeypatch.setattr(applying, "applied_before", lambda upload: None)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DROP INDEX uploadedsheet_applied_once")
    for upload in uploads:
        start_applying(upload=upload)
    work()
    assert list(UploadedSheet.objects.values_list("state", flat=True)) == ["applied", "applied"]


@pytest.mark.django_db(transaction=True)
def test_r7_the_same_file_at_once_is_applied_once(clerk, client, places, headcounts):
    client.force_login(clerk)
    uploads = []
    for number in range(8):  # as eight windows send it before any is applied
        user = clerk if number == 0 else posted(make_user(Role.STREET_CLERK, STREET))
        client.force_login(user)
        send(client, headcounts, "headcount", name=f"{number}.xlsx")
        upload = newest()
        match(client, upload)
        uploads.append(upload)
    jobs = [start_applying(upload=upload) for upload in uploads]
    at_once(*[lambda job=job: execute(job.pk) for job in jobs])
    assert {job.state for job in Job.objects.filter(pk__in=[job.pk for job in jobs])} == {"done"}
    states = sorted(UploadedSheet.objects.values_list("state", flat=True))
    assert states == ["applied", *["discarded"] * 7]
    assert Headcount.objects.count() == 2
    first = UploadedSheet.objects.get(state="applied")
    assert set(UploadedSheet.objects.exclude(pk=first.pk).values_list("same_as", flat=True)) == {first.pk}


def test_rows_of_another_street_are_refused_without_telling(desk, places, put_rows):
    foreign = make_community(street=f"{COUNTY}002", name="秘密社区居民委员会")
    unknown = f"{COUNTY}002999"
    head = ["社区编码", "统计日期", "常住人口"]
    send(desk, put_rows(head, [foreign.code, "2026-06-30", 5], [unknown, "2026-06-30", 5]), "headcount")
    upload = newest()
    match(desk, upload)
    page = desk.get(reverse("communities:import_check", args=[upload.pk])).content.decode()
    assert "秘密" not in page
    told = [told for _number, _cells, told in files.lines(upload, "error")]
    assert [message.replace(foreign.code, "X").replace(unknown, "X") for ((_c, message),) in told] == [
        "社区编码“X”不在您的辖区内,请核对。"
    ] * 2


def test_a_posting_that_ended_meanwhile_stops_the_work(desk, clerk, places, headcounts):
    send(desk, headcounts, "headcount")
    upload = newest()
    match(desk, upload)
    desk.post(reverse("communities:import_apply", args=[upload.pk]))
    Posting.objects.filter(user=clerk).update(ended_on=timezone.localdate())
    refresh_groups(clerk)
    work()
    upload.refresh_from_db()
    assert upload.job.state == "failed"
    assert "没有导入这张表的权限" in upload.job.message
    assert not Headcount.objects.exists()
    assert desk.get(reverse("communities:import_check", args=[upload.pk])).status_code == 403


def test_nobody_sees_the_uploads_of_others(desk, client, places, headcounts):
    send(desk, headcounts, "headcount")
    upload = newest()
    client.force_login(posted(make_user(Role.STREET_CLERK, STREET)))
    for name in ["import_detail", "import_match", "import_check", "import_rows", "import_movements"]:
        assert client.get(reverse(f"communities:{name}", args=[upload.pk])).status_code == 404
    client.force_login(posted(make_user(Role.LEADER, STREET)))
    assert client.get(reverse("communities:import_list")).status_code == 403


def hostile():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"<w>" + b"0" * 20_000_000)
    return [
        ("炸弹.xlsx", bomb.getvalue(), "解压"),
        ("网页.xlsx", b"<html><script>alert(1)</script></html>", "不是电子表格"),
        ("程序.xlsx", b"MZ\x90\x00" * 50, "不是电子表格"),
        ("花名册.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "请在WPS中另存为 .xlsx"),
        ("宏.xlsm", b"PK\x03\x04", "宏"),
        ("没有扩展名", b"abc", "请上传"),
        ("../../etc/passwd.csv", b"\x00\x01\x02" * 90, "无法识别"),
        ("空白.csv", b"\n\n\n", "没有内容"),
    ]


@pytest.mark.parametrize(("name", "content", "words"), hostile(), ids=[name for name, _c, _w in hostile()])
def test_hostile_files_are_refused_in_words(desk, name, content, words):
    answer = desk.post(
        reverse("communities:import_add"), {"sheet": "headcount", "file": SimpleUploadedFile(name, content)}
    )
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not list(files.folder().iterdir())


def test_control_characters_reach_no_page_and_no_error(desk, places, tmp_path):
    path = tmp_path / "怪.csv"
    path.write_bytes("社区编码,统计\x00日期,=cmd|' /C calc'!A0,\n1\x07,<script>,2,\x1b\n".encode() + b",,," * 99)
    answer = send(desk, path, "headcount")
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    upload = newest()
    match(desk, upload)
    answer = desk.get(reverse("communities:import_check", args=[upload.pk]))
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().replace("<script src", "")
    assert desk.get(reverse("communities:import_rows", args=[upload.pk])).status_code == 200


def test_too_large_is_refused_by_the_announced_length(desk, clerk):
    class Unread(io.BytesIO):
        def read(self, *args):
            raise AssertionError("the body was read")

    answer = desk.generic(
        "POST",
        reverse("communities:import_add"),
        b"",
        CONTENT_LENGTH=str(MAX_FILE * 3),
        content_type="multipart/form-data; boundary=x",
        **{"wsgi.input": Unread()},
    )
    assert answer.status_code == 413
    assert "30 MB" in answer.content.decode()


def test_the_form_needs_its_token(client, clerk, settings, headcounts):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(clerk)
    assert send(strict, headcounts, "headcount").status_code == 403


def test_files_are_private_and_gone_after_a_day(clerk, places, headcounts):
    upload, _first = receive(
        user=clerk, sheet=registry.get("headcount"), content=[headcounts.read_bytes()], file_name="人口.xlsx"
    )
    path = files.path_of(upload)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert "人口" not in path.name
    remove_old()
    assert path.exists()
    import os

    yesterday = (timezone.now() - timedelta(hours=25)).timestamp()
    os.utime(path, (yesterday, yesterday))
    UploadedSheet.objects.update(uploaded_at=timezone.now() - timedelta(hours=25))
    remove_old()
    upload.refresh_from_db()
    assert not path.exists()
    assert upload.state == "discarded"


class Broken:
    """The writing of a sheet fails as long as it is broken."""

    def __init__(self, monkeypatch):
        from communities.uploads import applying

        self.is_broken, whole = True, applying.import_sheet

        def write(*args, **kwargs):
            if self.is_broken:
                raise RuntimeError("out of order")
            return whole(*args, **kwargs)

        monkeypatch.setattr(applying, "import_sheet", write)


def test_a_failed_import_is_tried_again_from_its_page(desk, client, places, headcounts, monkeypatch):
    broken = Broken(monkeypatch)
    upload = through(desk, headcounts)
    for _attempt in range(2):
        work()
    upload.refresh_from_db()
    failed = upload.job
    assert failed.state == "failed"
    detail, again = (
        reverse("communities:import_detail", args=[upload.pk]),
        reverse("communities:job_retry", args=[failed.pk]),
    )
    assert again in desk.get(detail).content.decode()
    broken.is_broken = False
    for _time in range(2):
        assert desk.post(again).url == detail
    assert Job.objects.filter(kind="sheet_apply").count() == 2
    work()
    upload.refresh_from_db()
    assert (upload.state, Headcount.objects.count()) == ("applied", 2)
    assert again not in desk.get(detail).content.decode()
    assert desk.post(again).status_code == 302
    assert Job.objects.filter(kind="sheet_apply").count() == 2
    client.force_login(posted(make_user(Role.STREET_CLERK, STREET)))
    assert client.post(again).status_code == 404


def test_discarding_changes_nothing(desk, places, headcounts):
    send(desk, headcounts, "headcount")
    upload = newest()
    match(desk, upload)
    desk.post(reverse("communities:import_discard", args=[upload.pk]))
    upload.refresh_from_db()
    assert upload.state == "discarded"
    assert not list(files.folder().iterdir())
    assert not Headcount.objects.exists()
