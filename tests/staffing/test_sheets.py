"""What a clerk's file of people does to the register: persons, spells and certificates in one row."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model

from communities.models import Posting
from records.models import Event
from sheets.services import export_sheet, import_sheet
from staffing.models import ApprovedPosts, Licence, Pay, Spell, Training, Worker
from tests.factories import make_area, make_community, make_spell, make_worker
from tests.people import id_number
from tests.sheets.conftest import found, put  # noqa: F401

pytestmark = pytest.mark.django_db
HEADER = ["身份证号", "姓名", "社区编码", "人员类别", "任职日期"]


@pytest.fixture
def road():
    make_area("500199001", name="解放碑街道")
    return make_community("500199001001", name="新建路社区居民委员会", short_name="新建路社区")


@pytest.fixture
def bank():
    make_area("500199002", name="南岸镇")
    return make_community("500199002001", name="河岸社区居民委员会", short_name="河岸社区")


@pytest.fixture
def clerk():
    """Somebody posted to the street of `road`."""
    user = get_user_model().objects.create_user("clerk")
    Posting.objects.create(user=user, role="street_clerk", area_code="500199001", started_on=date(2020, 1, 1))
    return user


def load(put, *rows, header=HEADER, **options):  # noqa: F811
    return import_sheet("worker", put(header, *rows), **options)


def test_a_new_person_gets_a_number_a_spell_a_certificate_and_what_the_identity_number_tells(put, road):  # noqa: F811
    header = [*HEADER, "岗位", "手机号", "学历", "职业资格", "证书编号", "取得日期", "到社区工作时间"]
    row = [id_number(2), "张　三", road.code, "", "2021-05-01", "书记主任一肩挑", "138 1234 5678", "大专", "社工师"]
    row += ["A1", "2020.06", "2019年7月"]
    first = load(put, row, header=header)
    assert (first.created, first.errors) == (1, [])
    worker = Worker.objects.get()
    assert (worker.staff_no, worker.name, worker.id_number) == ("500199000001", "张三", id_number(2))
    assert (worker.gender, worker.born_on, worker.phone) == ("female", date(1987, 3, 4), "13812345678")
    assert (worker.community, worker.education, worker.pinyin) == (road, "college", "zhangsan")
    assert (worker.hired_on, worker.month_only) == (date(2019, 7, 1), ["hired_on"])
    spell = worker.spells.get()
    assert (spell.community, spell.party_post, spell.committee_post) == (road, "secretary", "director")
    assert (spell.staff_kind, spell.is_primary, spell.approved, spell.duty) == ("member", True, False, "on_duty")
    licence = worker.licences.get()
    assert (licence.grade, licence.number, licence.month_only) == ("social_worker", "A1", ["issued_on"])
    again = load(put, row, header=header)
    assert (again.created, again.updated, again.unchanged, again.errors) == (0, 0, 1, [])


def test_a_later_spell_in_the_same_community_closes_the_open_one(put, road):  # noqa: F811
    worker = make_worker(road, id_number=id_number(1), name="张三")
    open_one = make_spell(road, worker=worker, started_on=date(2019, 1, 1))
    outcome = load(put, [id_number(1), "张三", road.code, "两委成员", "2023-04-01"])
    assert (outcome.created, outcome.errors) == (1, [])
    open_one.refresh_from_db()
    assert open_one.ended_on == date(2023, 4, 1)
    assert "岗位变动" in outcome.notes[0]


def test_a_blank_approved_post_is_none_and_the_preview_says_so(put, road):  # noqa: F811
    header = [*HEADER, "占核定岗位"]
    rows = [
        [id_number(number), name, road.code, "专职工作者", "2021-05-01", held]
        for number, name, held in [(1, "张三", "是"), (2, "李四", ""), (3, "王五", "")]
    ]
    outcome = load(put, *rows, header=header)
    assert "2行没有填“占核定岗位”" in " ".join(outcome.notes)
    assert load(put, *rows, header=header).notes == []
    assert list(Spell.objects.order_by("pk").values_list("approved", flat=True)) == [True, False, False]


def test_spells_of_one_file_close_each_other_in_order(put, road):  # noqa: F811
    outcome = load(
        put,
        [id_number(1), "张三", road.code, "两委成员", "2023-04-01"],
        [id_number(1), "张三", road.code, "专职工作者", "2019-01-01"],
    )
    assert (outcome.created, outcome.errors) == (2, [])
    assert list(Spell.objects.order_by("started_on").values_list("ended_on", flat=True)) == [date(2023, 4, 1), None]


def test_an_open_spell_elsewhere_is_an_overlap_that_names_place_and_start(put, road, bank):  # noqa: F811
    make_spell(bank, worker=make_worker(bank, id_number=id_number(1), name="张三"), started_on=date(2019, 1, 1))
    outcome = load(put, [id_number(1), "张三", road.code, "两委成员", "2023-04-01"])
    assert found(outcome) == [(2, "任职日期", "overlap")]
    assert "河岸社区" in outcome.errors[0].message
    assert "2019-01-01" in outcome.errors[0].message
    moved = load(
        put,
        [id_number(1), "", bank.code, "", "2019-01-01", "2023-04-01", "调动"],
        [id_number(1), "", road.code, "两委成员", "2023-04-01", "", ""],
        header=[*HEADER, "离任日期", "离任原因"],
    )
    assert (moved.created, moved.updated, moved.errors) == (1, 1, [])
    assert Worker.objects.get().community == road


def test_a_number_kept_elsewhere_is_told_but_not_where(put, road, bank, clerk):  # noqa: F811
    make_worker(bank, id_number=id_number(1), staff_no="500199000077", name="张三")
    outcome = load(put, [id_number(1), "张三", road.code, "两委成员", "2023-04-01"], user=clerk)
    assert found(outcome) == [(2, "身份证号", "registered_elsewhere")]
    assert "河岸" not in outcome.errors[0].message
    by_number = load(
        put, ["500199000077", "张三", road.code, "两委成员", "2023-04-01"], header=["人员编号", *HEADER[1:]], user=clerk
    )
    assert found(by_number) == [(2, "人员编号", "unknown_code")]
    there = load(put, [id_number(2), "李四", bank.code, "两委成员", "2023-04-01"], user=clerk)
    assert found(there) == [(2, "社区编码", "foreign_territory")]


def test_rows_of_one_person_must_agree(put, road, bank):  # noqa: F811
    outcome = load(
        put,
        [id_number(1), "张三", road.code, "两委成员", "2019-01-01", "2020-01-01", "本科"],
        [id_number(1), "张珊", bank.code, "两委成员", "2020-01-01", "", "大专"],
        header=[*HEADER, "离任日期", "学历"],
    )
    assert found(outcome) == [(3, "姓名", "conflict"), (3, "学历", "conflict")]


def test_wrong_numbers_say_what_would_be_right(put, road):  # noqa: F811
    right = id_number(1)
    wrong = right[:17] + ("0" if right[17] != "0" else "1")
    header = [*HEADER, "手机号", "在岗状态"]
    outcome = load(
        put,
        [wrong, "甲", road.code, "两委成员", "2023-04-01", "", ""],
        ["5.00199198703E+17", "乙", road.code, "两委成员", "2023-04-01", "", ""],
        ["", "丙", road.code, "两委成员", "2023-04-01", "", ""],
        ["5001**********0011", "丁", road.code, "两委成员", "2023-04-01", "", ""],
        [id_number(3), "戊", road.code, "", "2023-04-01", "1381234", "借调街道"],
        [id_number(4), "", road.code, "两委成员", "2023-04-01", "138****5678", ""],
        header=header,
    )
    assert found(outcome) == [
        (2, "身份证号", "invalid_checksum"),
        (3, "身份证号", "invalid_number"),
        (4, "身份证号", "required"),
        (5, "身份证号", "required"),
        (6, "手机号", "invalid_number"),
        (6, "人员类别", "required"),
        (6, "批准单位及文号", "required"),
        (7, "姓名", "required"),
        (7, "手机号", "required"),
    ]
    assert f"应为{right[17]}" in outcome.errors[0].message


def test_export_is_masked_and_comes_back_unchanged(put, road, tmp_path):  # noqa: F811
    load(put, [id_number(1), "张三", road.code, "两委成员", "2023-04", "13812345678", "社工师"],
         header=[*HEADER, "手机号", "职业资格"])  # fmt: skip
    with (tmp_path / "out.csv").open("wb") as out:
        assert export_sheet("worker", out=out, kind="csv") == 1
    text = (tmp_path / "out.csv").read_text("utf-8-sig")
    assert id_number(1) not in text
    assert "138****5678" in text
    outcome = import_sheet("worker", tmp_path / "out.csv")
    assert (outcome.unchanged, outcome.errors) == (1, [])
    assert Worker.objects.get().id_number == id_number(1)


def test_clear_numbers_are_given_for_a_reason_and_written_down(put, road, clerk, tmp_path):  # noqa: F811
    from django.core.exceptions import PermissionDenied

    load(put, [id_number(1), "张三", road.code, "两委成员", "2023-04-01"])
    with (tmp_path / "out.csv").open("wb") as out:
        with pytest.raises(PermissionDenied):
            export_sheet("worker", out=out, kind="csv", clear=True)
        with pytest.raises(PermissionDenied):
            export_sheet("worker", out=out, kind="csv", clear=True, reason="年检", user=clerk)
        export_sheet("worker", out=out, kind="csv", clear=True, reason="年检")
    assert id_number(1) in (tmp_path / "out.csv").read_text("utf-8-sig")
    assert "年检" in Event.objects.latest("pk").reason


def test_a_person_is_updated_by_number_and_the_identity_number_may_be_corrected(put, road, bank):  # noqa: F811
    worker = make_worker(road, id_number=id_number(1), name="张三", born_on=date(1987, 3, 4))
    spell = make_spell(road, worker=worker)
    other = make_worker(road, id_number=id_number(5), name="李四")
    header = ["人员编号", *HEADER]
    row = [worker.staff_no, id_number(3), "张三", road.code, "", spell.started_on.isoformat()]
    assert load(put, row, header=header).updated == 1
    worker.refresh_from_db()
    assert worker.id_number == id_number(3)
    mixed = load(put, [other.staff_no, id_number(3), "", road.code, "两委成员", "2023-01-01"], header=header)
    assert found(mixed) == [(2, "身份证号", "mismatch")]


def test_the_other_sheets_of_people(put, road):  # noqa: F811
    worker = make_worker(road, id_number=id_number(1), name="张三")
    header = ["人员编号", "身份证号", "姓名"]
    training = put([*header, "培训日期", "培训内容", "学时"], [worker.staff_no, "", "", "2024-05-01", "初任培训", 8])
    assert import_sheet("training", training).created == 1
    pay = put([*header, "月份", "基本工资"], ["", id_number(1), "张三", "2024-05", "3,200.50"])
    assert import_sheet("pay", pay).created == 1
    assert import_sheet("pay", pay).unchanged == 1
    assert (Training.objects.get().hours, Pay.objects.get().month) == (8, date(2024, 5, 1))
    bad = put(
        [*header, "月份", "基本工资"], ["500199999999", "", "", "2024-05", 1], ["", id_number(1), "李四", "2024-06", -1]
    )
    assert found(import_sheet("pay", bad)) == [
        (2, "人员编号", "unknown_code"),
        (3, "姓名", "mismatch"),
        (3, "基本工资", "out_of_range"),
    ]
    posts = put(
        ["社区编码", "起始日期", "终止日期", "岗位职数"],
        [road.code, "2024-01-01", "", 7],
        [road.code, "2024-06-01", "", 8],
    )
    assert found(import_sheet("posts", posts)) == [(3, "终止日期", "overlap")]
    posts = put(
        ["社区编码", "起始日期", "终止日期", "岗位职数"],
        [road.code, "2024-01-01", "2024-06-01", 7],
        [road.code, "2024-06-01", "", 8],
    )
    assert import_sheet("posts", posts).created == 2
    assert ApprovedPosts.objects.count() == 2
    scale = ["区划编码", "岗位类别", "等级", "起始日期", "金额(元/月)"]
    assert import_sheet("payscale", put(scale, ["500199001000", "正职", "一级", "2024-01-01", 5000])).created == 1
    assert Licence.objects.count() == 0
