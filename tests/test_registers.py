"""Every declared register, by one set of tests: who sees it, entering, correcting, ending, deleting, many at once."""

import datetime
import io
import uuid
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import BooleanField
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from openpyxl import load_workbook

from communities import todos
from communities.choices import Role
from communities.following import Succession, follow
from communities.models import Area, CommunityChange, SavedView
from communities.registers import get, registers
from disclosure.models import CalendarDay
from facilities.models import BuildProject, IdleAsset, PublicService
from property_mgmt.models import Dispute, Renewal
from records.history import acting
from records.models import Change
from records.placing import keep_places
from records.versions import version_of
from staffing.models import Pay, Vacancy
from tests import factories
from tests.communities.offices import make_user
from tests.factories import COUNTY
from tests.people import id_number
from tests.shown_forms import forms_of

pytestmark = pytest.mark.django_db
STREET = f"{COUNTY}001"


def area_of(place):
    return Area.objects.filter(code=place.code[:9]).first() or factories.make_area(place.code[:9])


def make_pay(community):
    return Pay.objects.create(worker=factories.make_worker(community), month=datetime.date(2026, 1, 1), base=4000)


MAKE = {
    "community": lambda place: place,
    "headcount": lambda place: factories.make_headcount(place, residents=3000),
    "fund": factories.make_fund,
    "area": area_of,
    "areafigure": lambda place: factories.make_area_figure(
        area_of(place), on=factories.LONG_AGO + datetime.timedelta(days=place.pk)
    ),
    "change": lambda place: CommunityChange.objects.create(
        kind="renamed", on=factories.LONG_AGO, before=place.code, new_name="新名称"
    ),
    "worker": lambda place: factories.make_spell(place, phone="13812345678").worker,
    "spell": factories.make_spell,
    "licence": lambda place: factories.make_licence(factories.make_worker(place)),
    "training": lambda place: factories.make_training(factories.make_worker(place), factories.LONG_AGO),
    "posts": lambda place: factories.make_posts(place, 5),
    "pay": make_pay,
    "vacancy": lambda place: Vacancy.objects.create(community=place, post="专职岗", asked_on=factories.LONG_AGO),
    "facility": factories.make_facility,
    "project": lambda place: BuildProject.objects.create(community=place, name="改造", kind="refit"),
    "idle": lambda place: IdleAsset.objects.create(community=place, name="旧厂房", kind="plant"),
    "service": lambda place: PublicService.objects.create(
        area=place.code[:9], name=f"低保申请{place.pk}", theme="assistance"
    ),
    "team": factories.make_team,
    "volunteer": factories.make_volunteer,
    "activity": factories.make_activity,
    "hours": lambda place: factories.make_participation(factories.make_activity(place)),
    "need": factories.make_need,
    "compound": factories.make_compound,
    "company": lambda place: factories.make_company(area=place.code[:6]),
    "committee": factories.make_committee,
    "committeemember": lambda place: factories.make_committee(place).members.create(name="赵一"),
    "feeyear": lambda place: factories.make_fee_year(factories.make_compound(place)),
    "renewal": lambda place: Renewal.objects.create(compound=factories.make_compound(place), year=2024),
    "dispute": lambda place: Dispute.objects.create(
        compound=factories.make_compound(place), raised_on=factories.LONG_AGO, kind="fee", title="欠费纠纷"
    ),
    "grid": factories.make_grid,
    "gridduty": lambda place: factories.make_duty(factories.make_grid(place)),
    "building": lambda place: factories.make_building(factories.make_compound(place)),
    "covering": lambda place: factories.make_covering(factories.make_compound(place), factories.make_grid(place)),
    "gridevent": lambda place: factories.make_grid_event(factories.make_grid(place)),
    "eventcount": lambda place: factories.make_event_count(place, factories.LONG_AGO),
    "visit": lambda place: factories.make_visit(factories.make_grid(place)),
    "disclosure": lambda place: factories.make_disclosure(place, due_on=datetime.date(2015, 4, 14)),  # as its form says
    "notice": factories.make_notice,
    "objection": lambda place: factories.make_objection(factories.make_disclosure(place)),
    "catalogue": lambda place: factories.make_entry(area=place.code[:9]),
    "calendarday": lambda place: factories.make_day(area=place.code[:9]),
    "standarddraft": lambda place: factories.make_draft(place, area=place.code),
    "finding": factories.make_finding,
}
"""One ordinary row of each register."""

NEW = {
    "community": lambda place: {"code": f"{STREET}999", "name": "新建路居委会", "kind": "residents"},
    "headcount": lambda place: {"community": place.code, "on": "2024.6", "residents": "2,000".replace(",", "")},
    "fund": lambda place: {"community": place.code, "year": "2024", "payer": "county", "purpose": "running"},
    "areafigure": lambda place: {"area": area_of(place).code, "on": "2024-06-30", "residents": "9"},
    "change": lambda place: {"kind": "renamed", "on": "2024-06-30", "before": place.code, "new_name": "别名"},
    "worker": lambda place: {
        "name": "张　三", "id_number": id_number(1), "community": place.code, "started_on": "2024-01-01",
        "staff_kind": "fulltime",
    },
    "licence": lambda place: {"worker": factories.make_worker(place).staff_no, "grade": "assistant"},
    "training": lambda place: {
        "worker": factories.make_worker(place).staff_no, "on": "2024-05-01", "title": "消防培训",
    },
    "posts": lambda place: {"community": place.code, "posts": "6", "started_on": "2024-01-01"},
    "vacancy": lambda place: {
        "community": place.code, "post": "专职岗", "staff_kind": "fulltime", "asked_on": "2024-01-01",
    },
    "facility": lambda place: {
        "community": place.code, "name": "新中心", "kind": "service_center", "status": "in_use",
        "opened_on": "2024-01-01", "is_public": "on",
    },
    "project": lambda place: {"community": place.code, "name": "新建", "kind": "new"},
    "idle": lambda place: {"community": place.code, "name": "空地", "kind": "land"},
    "service": lambda place: {"area": place.code[:9], "name": "老年证", "theme": "elderly"},
    "team": lambda place: {"community": place.code, "name": "助老队", "kind": "elderly"},
    "volunteer": lambda place: {"community": place.code, "name": "钱　多", "id_number": id_number(1)},
    "activity": lambda place: {
        "community": place.code, "title": "义诊", "starts_at": "2024-05-01T09:00", "ends_at": "2024-05-01T11:00",
    },
    "need": lambda place: {"community": place.code, "title": "修水管", "wanted_on": "2024-05-01"},
    "compound": lambda place: {"community": place.code, "name": "新建花园", "mode": "none"},
    "company": lambda place: {"area": place.code[:9], "uscc": "91500199MA0000001X", "name": "安居物业"},
    "committee": lambda place: {
        "community": place.code, "name": "业委会", "kind": "owners", "established_on": "2024-01-01",
        "estates_named": factories.make_compound(place).name,
    },
    "feeyear": lambda place: {"compound": factories.make_compound(place).name, "year": "2024", "due": "100"},
    "renewal": lambda place: {"compound": factories.make_compound(place).name, "year": "2024", "state": "planned"},
    "dispute": lambda place: {
        "compound": factories.make_compound(place).name, "raised_on": "2024-05-01", "kind": "fee", "title": "欠费",
        "state": "open",
    },
    "grid": lambda place: {"community": place.code, "name": "第一网格", "kind": "general", "households": "300"},
    "gridduty": lambda place: {
        "grid": factories.make_grid(place).code, "role": "leader", "name": "钱一", "started_on": "2024-01-01",
    },
    "building": lambda place: {"compound": factories.make_compound(place).name, "name": "1栋"},
    "covering": lambda place: {
        "compound": factories.make_compound(place).name, "grid": factories.make_grid(place).code,
    },
    "gridevent": lambda place: {
        "grid": factories.make_grid(place).code, "reported_on": "2024-05-01", "title": "楼道堆物", "category": "safety",
        "flow": "up", "state": "reported",
    },
    "eventcount": lambda place: {
        "community": place.code, "month": "2024-05", "flow": "up", "category": "safety", "reported": "3",
    },
    "visit": lambda place: {"grid": factories.make_grid(place).code, "on": "2024-05-01", "household": "1栋101"},
    "disclosure": lambda place: {
        "community": place.code, "entry": factories.make_entry(area=place.code[:6]).pk, "title": "三季度收支",
        "body": "收入100元", "period_start": "2026-07",
    },
    "notice": lambda place: {"community": place.code, "title": "停水", "body": "周六停水"},
    "catalogue": lambda place: {
        "area": place.code[:9], "number": "1", "theme": "finance", "subject": "财务", "title": "收支明细",
        "rhythm": "quarter", "days": "10", "access": "active",
    },
    "calendarday": lambda place: {"area": place.code[:9], "on": "2026-04-20", "name": "三月三", "is_off": "on"},
    "finding": lambda place: {
        "place": place.code, "title": "用房不足", "origin": "audit", "found_on": "2024-05-01", "unit": "街道办事处",
        "due_on": "2024-12-31",
    },
    "standarddraft": lambda place: {
        "indicator": "floor-area", "area": area_of(place).code, "scope": "all", "levels": ["community"],
        "operator": "at_least", "limit": "300", "started_on": "2027-01-01",
    },
}  # fmt: skip
"""What a clerk types to enter one."""


ALL = {one.slug: one for one in registers()}
ENTERED = [slug for slug in ALL if slug in NEW]
CORRECTED = [slug for slug, one in ALL.items() if one.form_class]
each = pytest.mark.parametrize("slug", list(ALL))


@dataclass
class Desks:
    """A community and who may do what with its registers."""

    place: object
    clerk: object
    elsewhere: object
    without_rights: object


@pytest.fixture(scope="module")
def _desks(django_db_setup, django_db_blocker):
    """Made once for all tests of a module; each of them works in a savepoint of this transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        CalendarDay.objects.all().delete()  # those the product comes with would stand in everybody's list
        community = factories.make_community(street=STREET)
        area_of(community)
        yield Desks(
            place=community,
            clerk=may_everything(make_user(Role.COUNTY_REVIEWER, COUNTY)),
            elsewhere=may_everything(make_user(Role.COUNTY_REVIEWER, "500198")),
            without_rights=make_user(Role.SYSTEM_ADMIN, COUNTY),
        )
        transaction.set_rollback(True)


@pytest.fixture
def desks(_desks, db):
    """As the database has them: a test may have changed the objects of another."""
    return Desks(**{name: type(row).objects.get(pk=row.pk) for name, row in vars(_desks).items()})


@pytest.fixture
def place(desks):
    return desks.place


@pytest.fixture
def clerk(desks):
    """Somebody who may do everything, in one county."""
    return desks.clerk


def may_everything(user):
    from django.contrib.auth.models import Permission

    labels = {one.namespace for one in registers()}
    user.user_permissions.set(Permission.objects.filter(content_type__app_label__in=labels))
    return user


@pytest.fixture
def at_desk(client, clerk):
    client.force_login(clerk)
    return client


@pytest.fixture
def elsewhere(client, desks):
    """The same rights in another county."""
    client.force_login(desks.elsewhere)
    return client


@pytest.fixture
def without_rights(client, desks):
    client.force_login(desks.without_rights)
    return client


def token():
    return {"submission_id": str(uuid.uuid4())}


def form_data(register, row, user):
    """What the browser would send back of a row's form, as it was shown."""
    from communities.registers.forms import record_form

    form = record_form(register, register.form_class)(instance=row, user=user)
    data = {}
    for bound in form:
        value = bound.value()
        if value not in (None, "", False) and bound.name != "submission_id":
            data[bound.name] = str(bound.field.prepare_value(value)) if not isinstance(value, list) else value
    return {**data, **token()}


def test_every_register_has_a_row_to_test_with():
    assert set(MAKE) == set(ALL)
    assert {slug for slug, one in ALL.items() if one.add or (one.form_class and one.may_create)} == set(NEW)


@each
def test_list_and_page_are_shown_within_reach_only(slug, place, at_desk, client, clerk):
    register, row = ALL[slug], MAKE[slug](place)
    listed = client.get(register.url("list") + "?all=on")
    assert listed.status_code == 200
    assert listed.context["table"].paginator.count == 1
    assert client.get(register.url("detail", row.pk)).status_code == 200


@each
def test_out_of_reach_does_not_exist(slug, place, elsewhere):
    register, row = ALL[slug], MAKE[slug](place)
    assert elsewhere.get(register.url("list") + "?all=on").context["table"].paginator.count == 0
    for action in ("detail", "edit", "delete"):
        if action != "edit" or register.form_class:
            assert elsewhere.get(register.url(action, row.pk)).status_code == 404, action
    if register.end:
        assert elsewhere.get(register.url("end", row.pk)).status_code == 404
    bulk = elsewhere.post(register.url("bulk"), {"row": row.pk}) if register.form_class else None
    assert bulk is None or bulk.status_code == 302


@each
def test_without_the_right_it_is_forbidden(slug, place, without_rights):
    register, row = ALL[slug], MAKE[slug](place)
    urls = [register.url("list"), register.url("detail", row.pk), register.url("edit", row.pk), register.url("export")]
    for url in [*urls, register.url("add"), register.url("delete", row.pk)]:
        assert without_rights.get(url).status_code == 403, url
    assert without_rights.post(register.url("bulk"), {"row": row.pk}).status_code == 403


@each
def test_the_cost_of_a_list_does_not_grow_with_its_rows(slug, place, at_desk):
    register = ALL[slug]
    url = register.url("list") + "?all=on&columns=" + ",".join(col.name for col in register.all_columns)
    MAKE[slug](place)
    cost(at_desk, url)
    one = cost(at_desk, url)
    for _number in range(3):
        other = factories.make_community(street=STREET)
        MAKE[slug](other)
    assert cost(at_desk, url) == one


def cost(client, url):
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def errors_of(answers):
    return [answer.context["form"].errors for answer in answers if answer.context and "form" in answer.context]


@pytest.mark.parametrize("slug", ENTERED)
def test_nothing_entered_is_answered_beside_the_fields(slug, place, at_desk):
    answer = at_desk.post(ALL[slug].url("add"), token())
    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_a_form_sent_back_as_it_was_shown_changes_nothing(place, at_desk):
    place.short_name = "本地"
    place.save()
    for slug in CORRECTED:
        register, row = ALL[slug], MAKE[slug](place)
        unknown = [field.name for field in row._meta.fields if isinstance(field, BooleanField) and field.null]
        type(row).objects.filter(pk=row.pk).update(**dict.fromkeys(unknown, True))
        page = at_desk.get(register.url("edit", row.pk)).content.decode()
        before, changes = type(row).objects.values().get(pk=row.pk), Change.of(row).count()
        answer = at_desk.post(register.url("edit", row.pk), shown_in(page))
        assert answer.status_code == 302, (slug, errors_of([answer]))
        assert type(row).objects.values().get(pk=row.pk) == before, slug
        assert Change.of(row).count() == changes, slug


def shown_in(page):
    """What the record's form on a page holds."""
    return next(form.values for form in forms_of(page) if form.attributes.get("class") == "record")


@pytest.mark.parametrize("slug", CORRECTED)
def test_a_stale_correction_is_answered_with_both_versions(slug, place, at_desk, clerk):
    register, row = ALL[slug], MAKE[slug](place)
    data = form_data(register, row, clerk) | {"source": "我的"}
    data["version"] = "2020-01-01T08:00:00+08:00"
    type(row).objects.filter(pk=row.pk).update(source="他人的")
    answer = at_desk.post(register.url("edit", row.pk), data)
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "他人的" in shown
    assert "我的" in shown
    row.refresh_from_db()
    assert row.source == "他人的"
    assert at_desk.post(register.url("edit", row.pk), shown_in(shown)).status_code == 302
    row.refresh_from_db()
    assert row.source == "我的"


def test_a_community_with_people_is_not_deleted_and_says_so(place, at_desk):
    factories.make_worker(place)
    data = {"version": version_of(place), "reason": "误录"} | token()
    answer = at_desk.post(get("communities.community").url("delete", place.pk), data)
    assert answer.status_code == 200
    assert "人员 1 条" in answer.content.decode()


@pytest.mark.parametrize("slug", [slug for slug, one in ALL.items() if one.bulk_fields])
def test_many_rows_get_one_value_after_a_preview(slug, place, at_desk, clerk):
    register = ALL[slug]
    listed = [row_listed(register, MAKE[slug](one)) for one in (place, factories.make_community(street=STREET))]
    name = register.bulk_fields[0]
    field = register.listed_model._meta.get_field(name)
    value = (
        next((str(label) for key, label in field.choices if key not in ("", getattr(listed[0], name))), "新内容")
        if (field.choices)
        else "新内容"
    )
    data = {"row": [row.pk for row in listed], "do": "edit", "field": name, "value": value, "reason": "统一"} | token()
    asked = at_desk.post(register.url("bulk"), {"row": data["row"], "do": "edit"}).content.decode()
    assert value in asked or not field.choices
    preview = at_desk.post(register.url("bulk"), data | {"step": "preview"})
    assert preview.context["outcome"].changed == 2, errors_of([preview])
    listed[0].refresh_from_db()
    before = getattr(listed[0], name)
    assert at_desk.post(register.url("bulk"), data | {"step": "apply"}).status_code == 302
    for row in listed:
        row.refresh_from_db()
    assert getattr(listed[0], name) == getattr(listed[1], name) != before


def test_all_rows_of_the_filter_on_every_page_are_changed_and_no_others(place, at_desk):
    register = ALL["facility"]
    there = [factories.make_facility(place, kind="library") for _number in range(52)]
    other = factories.make_facility(place, kind="canteen")
    page = at_desk.get(register.url("list") + "?kind=library").content.decode()
    assert "选中全部 52 条" in page
    sent = {"query": "kind=library", "everything": "52", "do": "edit"}
    asked = at_desk.post(register.url("bulk"), sent).context
    assert len(asked["rows"]) == 52
    data = {"row": asked["ids"], "query": asked["query"], "do": "edit", "reason": "统一", "step": "apply"}
    done = at_desk.post(register.url("bulk"), data | {"field": "hours", "value": "8:30—17:30"} | token())
    assert done["Location"].endswith("?kind=library")
    assert {type(one).objects.get(pk=one.pk).hours for one in there} == {"8:30—17:30"}
    other.refresh_from_db()
    assert other.hours == ""


def test_a_filter_that_finds_others_by_now_changes_nothing(place, at_desk):
    register = ALL["facility"]
    factories.make_facility(place, kind="library")
    answer = at_desk.post(register.url("bulk"), {"query": "kind=library", "everything": "7", "do": "edit"}, follow=True)
    assert "筛选结果已有变化" in answer.content.decode()


ABOVE = {"company": factories.make_company, "catalogue": factories.make_entry, "calendarday": factories.make_day}


def test_every_register_that_shows_what_areas_above_keep_is_known_here():
    assert {slug for slug, one in ALL.items() if one.model.objects.all().is_seen_around} == set(ABOVE)


@pytest.mark.parametrize("slug", ABOVE)
def test_what_an_area_above_keeps_is_read_and_not_changed(slug, place, at_desk):
    register, row, own = ALL[slug], ABOVE[slug](area=COUNTY[:4], source="市级"), ABOVE[slug](area=COUNTY)
    edit, delete = (register.url(action, row.pk) for action in ("edit", "delete"))
    page = at_desk.get(register.url("detail", row.pk)).content.decode()
    assert f'"{edit}' not in page
    assert f'"{delete}' not in page
    for url in (edit, delete):
        sent = {"reason": "误录", "version": version_of(row)} | token()
        assert {at_desk.get(url).status_code, at_desk.post(url, sent).status_code} == {404}
    assert type(row).objects.get(pk=row.pk).source == "市级"
    listed = at_desk.get(register.url("list") + "?all=on&columns=source,basis,stars").content.decode()
    assert f'"{register.url("detail", row.pk)}"' in listed
    assert f'"{edit}' not in listed
    own_page = at_desk.get(register.url("detail", own.pk)).content.decode()
    assert register.url("delete", own.pk) in own_page
    assert register.url("edit", own.pk) in own_page


@pytest.mark.parametrize("slug", ["company", "catalogue"])
def test_many_rows_with_one_of_an_area_above_stay_as_they_are(slug, place, at_desk):
    register, rows = ALL[slug], [ABOVE[slug](area=area) for area in (COUNTY, COUNTY[:4])]
    name = register.bulk_fields[0]
    data = {"row": [row.pk for row in rows], "field": name, "value": "新内容", "reason": "统一"} | token()
    answer = at_desk.post(register.url("bulk"), data | {"do": "edit", "step": "apply"})
    told = str(answer.context["form"].errors)
    assert str(rows[1]) in told
    assert str(rows[0]) not in told
    assert {getattr(type(row).objects.get(pk=row.pk), name) for row in rows} == {""}


def row_listed(register, row):
    return row.spells.get() if register.listed else row


@pytest.mark.parametrize("slug", [slug for slug, one in ALL.items() if one.sheet])
def test_what_is_seen_is_exported(slug, place, at_desk):
    register = ALL[slug]
    MAKE[slug](place)
    MAKE[slug](factories.make_community(street=f"{COUNTY}002"))
    answer = at_desk.get(register.url("export") + f"?all=on&place={STREET}")
    assert answer.status_code == 200
    page = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    shown = at_desk.get(register.url("list") + f"?all=on&place={STREET}").context["table"].paginator.count
    assert page.max_row - 1 == shown


def test_columns_are_remembered_and_views_saved(place, at_desk, clerk):
    register = get("communities.headcount")
    MAKE["headcount"](place)
    at_desk.post(register.url("view"), {"name": "", "column": ["on", "floating"]})
    columns = at_desk.get(register.url("list")).context["table"].columns.names()
    assert columns == ["community", "on", "floating"]
    at_desk.post(register.url("view"), {"name": "今年", "column": ["on"], "query": "on=2026-01-01"})
    assert list(SavedView.objects.filter(user=clerk).exclude(name="").values_list("name", "query")) == [
        ("今年", "on=2026-01-01")
    ]
    at_desk.post(register.url("view"), {"name": "今年", "do": "forget"})
    assert not SavedView.objects.filter(user=clerk, name="今年").exists()


def test_a_day_of_which_only_the_month_is_known_stays_so(place, at_desk, clerk):
    register = get("communities.headcount")
    at_desk.post(register.url("add"), {"community": place.code, "on": "2024.06", "residents": "1"} | token())
    row = register.model.objects.get()
    assert (row.on, row.month_only) == (datetime.date(2024, 6, 1), ["on"])
    assert form_data(register, row, clerk)["on"] == "2024-06"


@pytest.mark.parametrize(
    ("slug", "data", "field"),
    [
        ("headcount", {"on": "2024-02-30"}, "on"),
        ("headcount", {"community": "500198001001"}, "community"),
        ("headcount", {"residents": "-5"}, "residents"),
        ("posts", {"started_on": "2024-05-01", "ended_on": "2024-01-01"}, "ended_on"),
        ("facility", {"area": "1", "office_area": "2"}, None),
        ("service", {"area": "没有这里"}, "area"),
        ("licence", {"worker": "999999999999"}, "worker"),
    ],
)
def test_what_cannot_be_is_refused_in_words(slug, data, field, place, at_desk):
    answer = at_desk.post(ALL[slug].url("add"), NEW[slug](place) | data | token())
    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert field is None or field in errors, errors
    assert errors


def test_overlapping_periods_are_refused_in_words(place, at_desk):
    factories.make_posts(place, 4)
    answer = at_desk.post(ALL["posts"].url("add"), NEW["posts"](place) | token())
    assert "不能重叠" in str(answer.context["form"].errors)


@pytest.mark.parametrize("text", ["王小明", "wangxiaoming", "wxm", "5678", "13812345678"])
def test_a_person_is_found_by_name_pinyin_initials_and_phone(text, place, at_desk):
    factories.make_spell(place, name="王小明", phone="13812345678")
    shown = at_desk.get("/office/search/", {"q": text}).content.decode()
    assert "王小明" in shown
    assert "13812345678" not in shown.replace(f"“{text}”", "").replace(f'value="{text}"', "")


def test_the_search_does_not_tell_of_others(place, elsewhere):
    factories.make_spell(place, name="王小明", phone="13812345678")
    assert elsewhere.get("/office/search/", {"q": "王小明"}).context["groups"] == []


ASKED = {
    "county": (Role.COUNTY_REVIEWER, COUNTY, {}),
    "street": (Role.STREET_CLERK, STREET, {}),
    "city": (Role.CITY_OFFICER, COUNTY[:2], {}),
    "everywhere": (Role.CITY_OFFICER, "", {}),
    "why": (Role.CITY_OFFICER, COUNTY[:2], {"reason": "更正", "since": "2020-01-01"}),
    "who": (Role.STREET_CLERK, STREET, {"by": "经办"}),
    "where": (Role.COUNTY_REVIEWER, COUNTY, {"place": STREET}),
    "who else": (Role.COUNTY_REVIEWER, COUNTY, {"by": "别人"}),
    "until": (Role.COUNTY_REVIEWER, COUNTY, {"until": "2020-01-01"}),
    "another register": (Role.COUNTY_REVIEWER, COUNTY, {"register": "pay"}),
    "elsewhere": (Role.COUNTY_REVIEWER, "500198", {}),
    "elsewhere, why": (Role.CITY_OFFICER, "51", {"reason": "更正"}),
}
NOTHING = {"who else", "until", "another register", "elsewhere", "elsewhere, why"}


def test_the_log_shows_changes_within_reach(place, at_desk, clerk):
    clerk.display_name = "经办人"
    clerk.save()
    headcount, gone = MAKE["headcount"](place), MAKE["facility"](place)
    key, since = gone.pk, Change.objects.latest("pk").pk
    with acting(clerk, "更正"):
        gone.delete()
        headcount.source = "统计局"
        headcount.save()
    for asked, (role, code, query) in ASKED.items():
        user = may_everything(make_user(role, code or COUNTY))
        user.is_superuser = not code
        user.save()
        at_desk.force_login(user)
        rows = at_desk.get("/office/log/", query).context["page"].rows
        shown = [(change.row_id, change.op, is_here) for _one, change, _told, is_here in rows if change.pk > since]
        expected = [] if asked in NOTHING else [(headcount.pk, "U", True), (key, "D", False)]
        assert (asked, shown) == (asked, expected)


def test_a_change_is_placed_where_its_row_was_kept_and_follows_a_new_code(place):
    spell = factories.make_spell(place)
    changes = Change.objects.filter(table__in=["staffing_spell", "staffing_worker"], row_id=spell.pk)
    assert {change.place for change in changes} == {place.code}
    new = f"{STREET}998"
    follow(Succession(place.code, [new], localdate(), is_same=True))
    assert {change.place for change in changes.all()} == {new}


def test_changes_from_before_places_were_kept_are_placed_also_of_rows_gone_since(place):
    spell = factories.make_spell(place)
    changes = Change.objects.filter(table="staffing_spell", row_id=spell.pk)
    spell.delete()
    changes.update(place="")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM records_place WHERE \"table\" = 'staffing_spell'")
    keep_places()
    assert [(change.op, change.place) for change in changes.order_by("pk")] == [("I", place.code), ("D", place.code)]


def test_an_empty_register_offers_to_say_that_there_is_none(place, at_desk):
    register = get("communities.workfund")
    assert "确认本社区无此项" in at_desk.get(register.url("list")).content.decode()
    data = {"community": place.code, "started_on": "2024-01-01", "source": "社区报告"} | token()
    assert at_desk.post(register.url("nil"), data).status_code == 302
    assert place.nils.get().register == "funds"


def test_the_desk_costs_the_same_for_many(place, at_desk):
    from django.core.cache import cache

    MAKE["facility"](place)
    cost(at_desk, "/office/")
    cache.clear()
    one = cost(at_desk, "/office/")
    for _number in range(3):
        other = factories.make_community(street=STREET, term_until=localdate())
        factories.make_spell(other)
        MAKE["facility"](other)
    cache.clear()
    assert abs(cost(at_desk, "/office/") - one) <= len(todos.kinds())


def test_numbers_are_never_shown_in_the_clear(place, at_desk):
    worker = factories.make_spell(place, name="王小明", phone="13812345678", id_number=id_number(3)).worker
    register = get("staffing.worker")
    pages = [register.url("detail", worker.pk), register.url("edit", worker.pk), f"/office/worker/{worker.pk}/dossier/"]
    for url in [*pages, register.url("list") + "?columns=worker__phone"]:
        shown = at_desk.get(url).content.decode()
        assert id_number(3) not in shown
        assert "13812345678" not in shown


def test_the_numbers_stay_when_left_blank(place, at_desk, clerk):
    worker = factories.make_spell(place, name="王小明", phone="13812345678", id_number=id_number(3)).worker
    register = get("staffing.worker")
    data = form_data(register, worker, clerk) | {"name": "王晓明"}
    assert at_desk.post(register.url("edit", worker.pk), data).status_code == 302
    worker.refresh_from_db()
    assert (worker.name, worker.phone, worker.id_number) == ("王晓明", "13812345678", id_number(3))
    answer = at_desk.post(register.url("edit", worker.pk), form_data(register, worker, clerk) | {"gender": "female"})
    assert "身份证号第17位表示“男”" in str(answer.context["form"].errors["gender"])


def test_a_register_is_declared_once():
    from communities.registers import Register, register

    class Again(Register):
        model = get("communities.headcount").model

    with pytest.raises(ValueError, match="two registers"):
        register(Again)


def test_a_place_is_found_by_its_name_within_reach_only(place, clerk):
    from communities.registers.fields import find_place

    assert find_place(place.name, clerk, "community") == place.code
    with pytest.raises(ValidationError):
        find_place(place.name, make_user(Role.COUNTY_REVIEWER, "500198"), "community")
