"""Personal data is unreadable in the database, found by equality, and masked for people."""

import pytest
from cryptography.exceptions import InvalidTag
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from communities.models import Community
from records import crypto, identity, masks
from records.copying import copy_rows, literal
from records.pinyin import initials, reading
from records.text import normalise, normalise_name
from staffing.models import Worker

ID_NUMBER = "421002198703040026"


def some_id(first17="42100219870304002"):
    return first17 + identity.check_digit(first17)


@pytest.fixture
def community(db):
    return Community.objects.create(code="421002001001", name="解放社区居委会", kind="residents")


def test_ciphertext_hides_the_number_and_differs_each_time():
    first, second = crypto.encrypt(ID_NUMBER), crypto.encrypt(ID_NUMBER)
    assert first != second
    assert ID_NUMBER.encode() not in first
    assert crypto.decrypt(first) == crypto.decrypt(second) == ID_NUMBER


def test_another_key_or_a_changed_byte_is_noticed(settings):
    stored = crypto.encrypt(ID_NUMBER)
    changed = stored[:20] + bytes([stored[20] ^ 1]) + stored[21:]
    with pytest.raises(InvalidTag):
        crypto.decrypt(changed)
    settings.FIELD_KEY = bytes(16)
    with pytest.raises(InvalidTag):
        crypto.decrypt(stored)


def test_blind_index_is_keyed_and_blank_has_none(settings):
    digest = crypto.blind(ID_NUMBER)
    assert crypto.blind("") is None
    assert crypto.blind("123", tail=4) is None
    assert crypto.blind("13800001234", tail=4) == crypto.blind("13900001234", tail=4) != digest
    settings.INDEX_KEY = b"another key 16 b"
    assert crypto.blind(ID_NUMBER) != digest


def test_a_worker_is_stored_encrypted_and_found_by_number_and_phone(community):
    Worker.objects.create(
        community=community,
        staff_no="421002000001",
        name="张三",
        id_number=some_id(),
        phone="13800001234",
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT w::text FROM staffing_worker w")
        (row,) = cursor.fetchone()
    for secret in (
        some_id(),
        "13800001234",
        some_id().encode().hex(),
        b"13800001234".hex(),
    ):
        assert secret not in row
    worker = Worker.objects.get(id_number_index=crypto.blind(some_id()))
    assert (worker.id_number, worker.phone, worker.pinyin, worker.initials) == (
        some_id(),
        "13800001234",
        "zhangsan",
        "zs",
    )
    assert Worker.objects.get(phone_tail_index=crypto.blind("13800001234", 4)) == worker
    assert Worker.objects.get(phone_index=crypto.blind("13800001234")) == worker


def test_two_people_cannot_have_one_id_number(community):
    Worker.objects.create(community=community, staff_no="421002000001", name="张三", id_number=some_id())
    with pytest.raises(IntegrityError), transaction.atomic():
        Worker.objects.create(
            community=community,
            staff_no="421002000002",
            name="李四",
            id_number=some_id(),
        )
    for number in ("421002000003", "421002000004"):
        Worker.objects.create(community=community, staff_no=number, name="无证件")
    assert Worker.objects.count() == 3


def test_copied_rows_equal_rows_saved_one_by_one(community):
    names = ["community_id", "staff_no", "name", "id_number", "phone", "month_only"]
    copy_rows(
        Worker,
        names,
        [(community.pk, "421002000001", "重\t庆\\N\n", some_id(), "", ["born_on"])],
    )
    worker = Worker.objects.get()
    assert (worker.name, worker.id_number, worker.phone, worker.month_only) == (
        "重\t庆\\N\n",
        some_id(),
        "",
        ["born_on"],
    )
    assert worker.id_number_index is not None
    assert worker.phone_index is None
    assert worker.education == ""


def test_copy_refuses_a_kind_of_value_it_does_not_know():
    with pytest.raises(TypeError):
        literal(object())


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("421002198703040020", "invalid_checksum"),
        ("42100219870304", "invalid_number"),
        ("4.21002E+17", "invalid_number"),
        (some_id("99100219870304002"), "invalid_number"),
        (some_id("42100219870230002"), "invalid_date"),
        (some_id("42100218800304002"), "invalid_date"),
        (some_id("42100220990304002"), "invalid_date"),
    ],
)
def test_wrong_id_numbers_are_refused_with_their_code(number, code):
    with pytest.raises(ValidationError) as caught:
        identity.clean_id_number(number)
    assert caught.value.code == code


def test_the_message_tells_the_right_check_digit():
    right = some_id()
    wrong = right[:17] + ("0" if right[17] != "0" else "1")
    with pytest.raises(ValidationError, match=f"校验码应为{right[17]}"):
        identity.clean_id_number(wrong)


@pytest.mark.parametrize(
    "first17",
    [
        "50010319880101001",
        "50011219960101001",
        "42100219850101001",
        "81000019900101001",
        "63020619900101001",
    ],
)
def test_numbers_of_counties_that_were_recoded_are_real(first17):
    assert identity.clean_id_number(some_id(first17).lower()) == some_id(first17)


def test_birth_date_and_gender_come_from_the_number():
    assert identity.born_on(some_id()).isoformat() == "1987-03-04"
    assert identity.gender(some_id()) == "female"


def test_masks():
    assert masks.mask_id("421002198703040026") == "4210************26"
    assert masks.mask_phone("13812345678") == "138****5678"


def test_text_is_normalised():
    assert normalise(" １２３\u200b　Ａ\x0b  Ｂ ") == "123 A B"
    assert normalise_name("张　三") == "张三"
    assert normalise_name("Anna Li") == "Anna Li"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("重庆市", "chongqingshi"), ("曾家岩社区", "zengjiayanshequ"), ("宿迁", "suqian")],
)
def test_place_names_are_read_as_people_say_them(name, expected):
    assert reading(name) == expected
    assert initials(name)[0] == expected[0]
