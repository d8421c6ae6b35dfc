"""A text on its way to the board: who looks at it first, what is refused, what stays when it is corrected."""

import datetime
from datetime import date
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from communities.choices import Role
from communities.page_cache import forget
from communities.roles import sync_roles
from disclosure import services
from disclosure.deadlines import Calendar, due_on, first_day, last_due, period_name
from disclosure.holidays import load_holidays
from disclosure.models import CalendarDay, Disclosure, Notice, Objection
from disclosure.overdue import missing
from disclosure.scanning import personal
from disclosure.services.objecting import token_for
from disclosure.services.publishing import _number
from records.models import Change
from tests.factories import COUNTY, make_area, make_community, make_disclosure, make_entry, make_notice, publish_text
from tests.people import id_number
from tests.world import make_account

pytestmark = pytest.mark.django_db

STREET = f"{COUNTY}001"


@pytest.fixture
def place():
    sync_roles()
    make_area(COUNTY)
    make_area(STREET)
    return make_community(f"{STREET}001", name="新建路社区居民委员会", short_name="新建路社区", phone="023-63800000")


@pytest.fixture
def writer(place):
    return make_account(Role.COMMUNITY_CLERK, place.code, "writer")


@pytest.fixture
def other(place):
    return make_account(Role.STREET_REVIEWER, STREET, "other")


def test_another_one_publishes_after_the_oversight_committee(place, writer, other):
    row = services.submit(row=make_disclosure(place), user=writer)
    with pytest.raises(ValidationError, match="监督委员会"):
        services.publish(row=row, user=other)
    services.oversee(row=row, user=writer, name="赵监督", on=localdate())
    with pytest.raises(ValidationError, match="另一人"):
        services.publish(row=row, user=writer)
    row = services.publish(row=row, user=other)
    assert (row.state, row.number) == ("published", f"{place.code}-{localdate().year}-001")
    second = publish_text(make_disclosure(place), writer, other)
    assert second.number.endswith("-002")
    ready = services.submit(row=make_disclosure(place), user=writer)
    services.oversee(row=ready, user=writer, name="赵监督", on=localdate())
    begins = second.number.removesuffix("002")
    for stored, following in (("999", "1000"), ("1000", "1001")):
        make_disclosure(place, number=f"{begins}{stored}")
        assert _number(Disclosure.objects.get(pk=ready.pk)) == f"{begins}{following}"
    assert [change.event.reason for change in Change.of(row)][:3] == ["公开", "监督委员会审核", "提交审核"]


def test_the_database_refuses_what_nobody_else_has_looked_at(place, writer, other):
    def refused(**values):
        row = publish_text(make_disclosure(place), writer, other)
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            Disclosure.objects.filter(pk=row.pk).update(**values)
        return caught.value.__cause__.diag.constraint_name

    assert refused(reviewer=writer) == "disclosure_published_by_another"
    assert refused(reviewer=None) == "disclosure_published_by_somebody"
    assert refused(oversight_by="") == "disclosure_overseen"
    assert refused(state="withdrawn") == "disclosure_withdrawn_for_a_reason"


def test_a_correction_and_a_withdrawal_stay_readable(place, writer, other, client):
    first = publish_text(make_disclosure(place, title="三季度收支", body="支出一万元"), writer, other)
    draft = services.correct(row=first, user=writer, why="漏列一笔支出")
    with pytest.raises(ValidationError, match="已有一份更正稿"):
        services.correct(row=first, user=writer, why="又一份")
    Disclosure.objects.filter(pk=draft.pk).update(body="支出一万二千元")
    assert "支出一万元" in client.get(reverse("disclosure:item", args=[first.pk])).content.decode()
    second = publish_text(draft, writer, other)
    before = client.get(reverse("disclosure:item", args=[first.pk])).content.decode()
    assert "已于" in before and "漏列一笔支出" in before and "支出一万元" in before  # noqa: PT018
    after = client.get(reverse("disclosure:item", args=[second.pk])).content.decode()
    assert "看更正前的内容" in after
    listed = client.get(reverse("disclosure:items"), {"area": place.code}).content.decode()
    assert listed.count("三季度收支") == 1
    services.withdraw(row=second, user=other, why="涉及个人信息")
    gone = client.get(reverse("disclosure:item", args=[second.pk])).content.decode()
    assert "涉及个人信息" in gone
    assert "支出一万二千元" not in gone


def test_drafts_are_nobody_s_to_read_and_published_ones_nobody_s_to_change(place, writer, other, client):
    row = make_disclosure(place)
    assert client.get(reverse("disclosure:item", args=[row.pk])).status_code == 404
    assert client.get(reverse("disclosure:sheet", args=[row.pk])).status_code == 404
    publish_text(row, writer, other)
    client.force_login(writer)
    form = client.get(reverse("disclosure:disclosure_edit", args=[row.pk])).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"title": "改了"}
    answer = client.post(reverse("disclosure:disclosure_edit", args=[row.pk]), data)
    assert "不能直接修改" in str(answer.context["form"].errors)


@pytest.mark.parametrize("make", [make_disclosure, make_notice])
def test_what_was_published_is_neither_rewritten_nor_deleted(make, place, writer, other, client):
    row = publish_text(make(place), writer, other)
    rows = type(row).objects.filter(pk=row.pk)
    for write in (rows.delete, lambda: rows.update(body="改了"), lambda: rows.update(published_at=None)):
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            write()
        assert caught.value.__cause__.diag.constraint_name == "published_kept"
    client.force_login(writer)
    detail = reverse(f"disclosure:{row._meta.model_name}_detail", args=[row.pk])
    offered = client.get(detail).content.decode()
    assert "误录的记录" not in offered
    assert reverse(f"disclosure:{row._meta.model_name}_edit", args=[row.pk]) not in offered
    page = reverse(f"disclosure:{row._meta.model_name}_delete", args=[row.pk])
    answer = client.get(page, follow=True)
    assert answer.redirect_chain == [(detail, 302)]
    assert "请办理撤回" in answer.content.decode()
    client.post(page, {"reason": "误录", "submission_id": uuid4(), "version": row.updated_at.isoformat()})
    assert rows.exists()
    make(place).delete()


PERSONAL = [
    (f"低保名单\n张三 {id_number(1)}", "第2行有完整的身份证号"),
    ("张三 13812345678 200元", "第1行有手机号"),
    ("张三 +86 138-1234-5678", "第1行有手机号"),
    ("张三 １３８１２３４５６７８", "第1行有手机号"),
    ("一\n\n卡号 6222 0212 3456 7890 123", "第3行像是银行账号"),
    ("账号6222021234567890123", "第1行像是银行账号"),
    ("李四,患尿毒症", "第1行写到病情"),
]


@pytest.mark.parametrize(("text", "sentence"), PERSONAL)
def test_lists_of_people_say_no_more_than_they_must(text, sentence, place, writer):
    row = make_disclosure(place, body=text)
    with pytest.raises(ValidationError) as caught:
        services.submit(row=row, user=writer)
    assert sentence in "".join(caught.value.messages)
    row.refresh_from_db()
    assert row.state == "draft"


def test_what_may_stand_in_a_list():
    masked = f"{id_number(1)[:6]}********{id_number(1)[-4:]}"
    fine = f"张三 {masked} 200元\n监督电话023-63800000\n代码91500199MA0000001X\n共12345元"
    assert personal(fine) == []
    assert personal("高血压免费体检", has_people=False) == []


def test_a_notice_in_three_lengths_from_one_source(place, writer, other, client):
    row = make_notice(place, title="停水", body="周六上午9时至12时停水。请提前储水。" + "给您带来不便,敬请谅解。" * 40)
    assert row.on_screen == "停水"
    assert row.in_group.startswith("【新建路社区】停水:周六上午")
    assert row.in_group.endswith("。")
    assert len(row.in_group) <= 300
    row.screen, row.message = "周六停水", "周六9到12时停水"
    row.save()
    assert (row.on_screen, row.in_group) == ("周六停水", "周六9到12时停水")
    row = publish_text(row, writer, other)
    assert "周六停水" in client.get(reverse("disclosure:screen", args=[row.pk])).content.decode()
    page = reverse("communities:public", args=[place.code])
    assert reverse("disclosure:notice", args=[row.pk]) in client.get(page).content.decode()
    Notice.objects.filter(pk=row.pk).update(until=localdate() - datetime.timedelta(days=1))
    assert reverse("disclosure:notice", args=[row.pk]) not in client.get(page).content.decode()
    with pytest.raises(ValidationError, match="手机号"):
        services.submit(row=make_notice(place, message="联系13812345678"), user=writer)


def object_page(item):
    return reverse("disclosure:object", args=[item.pk])


def test_a_resident_objects_once_and_reads_the_answer_that_two_have_seen(place, writer, other, client):
    item = publish_text(make_disclosure(place), writer, other)
    token = client.get(object_page(item)).context["form"].initial["submission_id"]
    for _twice in range(2):
        answer = client.post(object_page(item), {"text": "支出明细不全,请补充", "submission_id": token})
        assert answer.status_code == 302
    row = Objection.objects.get()
    assert row.due_on == localdate() + datetime.timedelta(days=10)
    page = reverse("disclosure:item", args=[item.pk])
    assert "支出明细不全" not in client.get(page).content.decode()
    with pytest.raises(ValidationError, match="还没有答复"):
        services.show(row=row, user=other)
    with pytest.raises(ValidationError, match="手机号"):
        services.answer(row=row, user=writer, answer="请联系13812345678")
    row = services.answer(row=row, user=writer, answer="已补充明细")
    with pytest.raises(ValidationError, match="另一人"):
        services.show(row=row, user=writer)
    services.show(row=row, user=other)
    text = client.get(page).content.decode()
    assert "支出明细不全" in text
    assert "已补充明细" in text
    with pytest.raises(ValidationError, match="不能再改"):
        services.answer(row=row, user=writer, answer="改")
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(pk=row.pk).update(reviewer=writer)


def test_forged_tokens_and_floods_are_refused(place, writer, other, client):
    cache.clear()
    item, second = (publish_text(make_disclosure(place), writer, other) for _ in range(2))
    foreign = client.get(object_page(second)).context["form"].initial["submission_id"]
    for token in ("forged", foreign):
        answer = client.post(object_page(item), {"text": "支出明细不全", "submission_id": token})
        assert "重新填写" in answer.content.decode()
    sent = [
        client.post(object_page(item), {"text": "支出明细不全", "submission_id": token_for(item)}).status_code
        for _ in range(3)
    ]
    assert sent == [302, 200, 200]
    assert Objection.objects.count() == 1
    assert client.get(object_page(make_disclosure(place))).status_code == 404


# -- days ----------------------------------------------------------------------------------------------------------


def test_working_days_follow_the_official_holidays_of_2026():
    """Ten working days after 30 September 2026: past the seven days of October, with the 10th worked."""
    CalendarDay.objects.all().delete()
    assert load_holidays() == 39
    assert load_holidays() == 0
    calendar = Calendar.of()
    assert calendar.after(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert calendar.after(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert calendar.after(date(2026, 9, 30), 10) == date(2026, 10, 20)
    assert calendar.after(date(2026, 2, 13), 1) == date(2026, 2, 14)
    assert calendar.after(date(2026, 2, 14), 1) == date(2026, 2, 24)
    assert calendar.guessed(date(2026, 1, 1)) == []


def test_a_year_without_holidays_is_counted_by_weekdays_and_says_so():
    calendar = Calendar.of()
    assert calendar.after(date(2031, 9, 30), 1) == date(2031, 10, 1)
    assert calendar.guessed(date(2031, 9, 30), None) == [2031]


def test_a_region_s_own_festival_holds_there_only():
    CalendarDay.objects.create(area=COUNTY, on=date(2026, 4, 20), name="三月三")
    assert Calendar.of(STREET).after(date(2026, 4, 17), 1) == date(2026, 4, 21)
    assert Calendar.of("4210").after(date(2026, 4, 17), 1) == date(2026, 4, 20)


def test_periods_have_their_first_days_their_names_and_their_due_days():
    entry = make_entry(rhythm="quarter", days=20)
    assert first_day("quarter", date(2026, 8, 5)) == date(2026, 7, 1)
    assert period_name("quarter", date(2026, 7, 1)) == "2026年第三季度"
    assert due_on(entry, period_start=date(2026, 1, 1)) == date(2026, 4, 29)
    happened = make_entry(rhythm="event", days=5)
    assert due_on(happened, happened_on=date(2026, 6, 18)) == date(2026, 6, 26)
    calendar = Calendar.of()
    assert last_due(entry, on=date(2026, 4, 29), calendar=calendar)[0] == date(2025, 10, 1)
    assert last_due(entry, on=date(2026, 4, 30), calendar=calendar) == (date(2026, 1, 1), date(2026, 4, 29))


def test_what_nobody_has_published_is_listed_with_the_way_to_write_it(place, writer, client):
    on = date(2026, 11, 22)
    entry = make_entry(title="财务收支", rhythm="quarter", days=10)
    make_entry(rhythm="event")
    make_entry(area="510199", title="别处")
    make_entry(title="以后", started_on=date(2026, 10, 1), rhythm="quarter")
    rows, total = missing(writer, on, limit=10)
    assert total == 1
    assert (rows[0].place, rows[0].title, rows[0].period) == ("新建路社区", "财务收支", "2026年第三季度")
    client.force_login(writer)
    form = client.get(rows[0].url).context["form"]
    assert (form["entry"].value(), str(form["period_start"].value())) == (str(entry.pk), "2026-07-01")
    make_disclosure(place, entry=entry, period_start=date(2026, 7, 1), due_on=date(2026, 10, 15))
    assert missing(writer, on, limit=10) == ([], 0)
    assert list(Disclosure.objects.overdue(on=on)) == [Disclosure.objects.get()]
    assert missing(make_account(Role.STREET_CLERK, "510199001", "far"), on, limit=10)[1] == 0


# -- pages ---------------------------------------------------------------------------------------------------------


def test_residents_read_and_print_what_is_published_at_once(place, writer, other, client, settings):
    settings.PUBLIC_PAGE_SECONDS = 60
    forget()
    page = reverse("communities:public", args=[place.code])
    assert "三季度收支" not in client.get(page).content.decode()
    row = publish_text(make_disclosure(place, title="三季度收支", body="<script>alert(1)</script>"), writer, other)
    assert "三季度收支" in client.get(page).content.decode()
    text = client.get(reverse("disclosure:item", args=[row.pk])).content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;" in text
    sheet = client.get(reverse("disclosure:sheet", args=[row.pk]), {"paper": "a3"}).content.decode()
    services.withdraw(row=row, user=other, why="重复")
    for said in (row.number, "023-63800000", "公示期", "board a3"):
        assert said in sheet
    assert "三季度收支" not in client.get(page).content.decode()
