"""Acts as buttons: every one fits its service, keeps to reach and version, and happens once."""

import datetime
import inspect
import uuid

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.utils import IntegrityError

from accounts.models import User
from communities.actions import actions, constraint_sentence, find, offered
from communities.models import Community, Posting
from communities.roles import TABLE, codename, sync_roles
from facilities.models import Facility
from records.models import Change, SentForm
from records.versions import StaleEdit
from staffing.models import Spell, Training, Vacancy, Worker
from tests.factories import LONG_AGO, make_community, make_facility, make_spell, make_worker
from tests.threads import at_once

pytestmark = pytest.mark.django_db

DAY = datetime.date(2024, 3, 1)
EVERY = pytest.mark.parametrize("action", actions(), ids=lambda action: action.kind)


@pytest.fixture
def east():
    return make_community("500199001001", name="东风社区居民委员会", short_name="东风社区")


def make_clerk(role="street_clerk", code="500199001", name="clerk"):
    user = User.objects.create_user(name)
    Posting.objects.create(user=user, role=role, area_code=code, started_on=LONG_AGO)
    sync_roles()
    return User.objects.get(pk=user.pk)


@pytest.fixture
def clerk():
    return make_clerk()


def fill(action, user, row=None, **values):
    """The form as a browser sends it: what it began with, and what the clerk typed."""
    form = action.bind(user=user, row=row)
    began = {name: form[name].initial for name in form.fields}
    began = {name: value for name, value in began.items() if value not in (None, [], False)}
    return action.bind(user=user, row=row, data={**began, **values})


def change_post(spell, user, **values):
    action = find(Spell, "change-post")
    return action, fill(action, user, spell, on="2024-03-01", **values)


@EVERY
def test_a_form_asks_for_what_its_service_takes(action):
    asked = set(action.form.base_fields) | {name for names in action.form.takes.values() for name in names}
    asked -= {"version", "submission_id"}
    parameters = inspect.signature(action.service).parameters
    if "values" in vars(action.form):
        asked &= set(parameters)
    takes_more = any(one.kind is inspect.Parameter.VAR_KEYWORD for one in parameters.values())
    unknown = set() if takes_more else asked - set(parameters)
    assert unknown == set()
    assert not action.row or action.row in parameters
    assert {"user", "reason"} <= set(parameters)


@EVERY
def test_a_form_opens_for_a_clerk(action, clerk):
    form = action.bind(user=clerk)
    assert str(form.helper.layout)
    assert all(field.label for name, field in form.fields.items() if not field.widget.is_hidden), action
    assert list(form.fields)[-1] == "reason"


@EVERY
def test_a_role_has_the_right_and_the_right_exists(action, clerk):
    granted = {
        codename(model, letter) for rights in TABLE.values() for model, letters in rights.items() for letter in letters
    }
    app, name = action.permission.split(".")
    assert action.permission in granted
    assert Permission.objects.filter(content_type__app_label=app, codename=name).exists()


def test_every_register_with_acts_is_scoped():
    assert all(hasattr(action.model.objects, "visible_to") for action in actions())
    assert {action.model for action in actions()} <= set(apps.get_models())


class TestOffering:
    def test_what_fits_the_row_now(self, east, clerk):
        spell = make_spell(east)
        slugs = [action.slug for action in offered(Spell, clerk, spell)]
        assert slugs == ["change-post", "second", "absence", "move", "leave"]
        away = make_spell(east, duty="sick", committee_post="director")
        slugs = [action.slug for action in offered(Spell, clerk, away)]
        assert slugs == ["change-post", "combine", "return", "extend", "move", "leave"]
        assert offered(Spell, clerk, make_spell(east, ended_on=DAY)) == []

    def test_nothing_without_the_right(self, east):
        leader = make_clerk("leader")
        assert offered(Spell, leader, make_spell(east)) == []
        assert offered(Worker, leader) == []

    def test_acts_of_the_list_and_of_the_row_are_kept_apart(self, east, clerk):
        assert [action.slug for action in offered(Worker, clerk)] == ["appoint", "bring-in"]
        assert [action.slug for action in offered(Worker, clerk, make_worker(east))] == ["take-on"]
        closed = make_facility(east, status="idle", closed_on=DAY)
        assert [action.slug for action in offered(Facility, clerk, closed)] == ["use"]

    def test_a_vacancy_is_decided_by_another_role(self, east, clerk):
        vacancy = Vacancy.objects.create(community=east, post="民政岗", asked_on=DAY, asked_by=clerk)
        county = make_clerk("county_reviewer", "500199", "county")
        assert [action.slug for action in offered(Vacancy, clerk, vacancy)] == ["withdraw"]
        assert [action.slug for action in offered(Vacancy, county, vacancy)] == ["approve", "refuse"]


class TestDoing:
    def test_a_filled_form_is_done(self, east, clerk):
        spell = make_spell(east)
        action, form = change_post(spell, clerk, staff_kind="member", committee_post="director", reason="换届")
        following = action.run(form)
        assert form.errors == {}
        assert (following.started_on, following.committee_post, following.staff_kind) == (DAY, "director", "member")
        assert Change.of(following)[0].event.reason == "换届"

    def test_it_begins_with_what_the_row_says(self, east, clerk):
        spell = make_spell(east, staff_kind="grid", other_posts=["women"], approved=True)
        form = find(Spell, "change-post").bind(user=clerk, row=spell)
        assert {name: form[name].initial for name in ("staff_kind", "other_posts", "approved")} == {
            "staff_kind": "grid",
            "other_posts": ["women"],
            "approved": True,
        }

    def test_a_new_person_comes_by_one_form(self, east, clerk):
        action = find(Worker, "appoint")
        values = {
            "name": "张 三",
            "id_number": "110101199003070054",
            "community": east.code,
            "started_on": "2024-03-01",
        }
        form = fill(action, clerk, staff_kind="fulltime", education="college", **values)
        spell = action.run(form)
        assert form.errors == {}
        assert (spell.worker.name, spell.worker.education, spell.community) == ("张三", "college", east)

    def test_a_month_is_enough_and_stays_a_month(self, east, clerk):
        values = {"name": "李四", "id_number": "110101199003070054", "community": east.code, "hired_on": "2019年7月"}
        form = fill(find(Worker, "appoint"), clerk, staff_kind="fulltime", started_on="2024-03", **values)
        spell = find(Worker, "appoint").run(form)
        assert form.errors == {}
        assert (spell.started_on, spell.month_only) == (datetime.date(2024, 3, 1), ["started_on"])
        assert (spell.worker.hired_on, spell.worker.month_only) == (datetime.date(2019, 7, 1), ["hired_on"])
        leave = find(Spell, "leave")
        spell.refresh_from_db()
        form = fill(leave, clerk, row=spell, on="2025-06", end_reason="resigned")
        leave.run(form)
        assert form.errors == {}
        spell.refresh_from_db()
        assert (spell.ended_on, sorted(spell.month_only)) == (datetime.date(2025, 6, 1), ["ended_on", "started_on"])

    def test_many_are_trained_by_one_form(self, east, clerk):
        people = [make_worker(east) for _number in range(3)]
        action = find(Training, "enrol")
        form = fill(action, clerk, workers=[one.pk for one in people], on="2024-03-01", title="网格治理", hours="8")
        assert len(action.run(form)) == 3

    def test_premises_open_and_move_by_forms(self, east, clerk):
        opening, moving = find(Facility, "open"), find(Facility, "relocate")
        values = {"community": east.code, "name": "中心", "kind": "service_center", "opened_on": "2020-01-01"}
        facility = opening.run(fill(opening, clerk, **values))
        assert facility.status == "in_use"
        moved = moving.run(
            fill(moving, clerk, facility, on="2024-03-01", outcome="idle", address="新街2号", area="320")
        )
        assert (moved.name, moved.address, moved.area) == ("中心", "新街2号", 320)

    def test_a_certificate_is_renewed_by_a_form(self, east, clerk):
        action = find(Community, "renew-certificate")
        form = fill(action, clerk, east, issued_on="2024-03-20", valid_until="2029-03-20")
        assert action.run(form).certificate_issued_on == datetime.date(2024, 3, 20)

    def test_what_the_service_refuses_stands_beside_the_field(self, east, clerk):
        spell = make_spell(east)
        action = find(Spell, "leave")
        form = fill(action, clerk, spell, on="2014-01-01", end_reason="resigned")
        assert action.run(form) is None
        assert form.errors == {"on": ["日期不能早于本次任职的起始日期2015-01-01。"]}
        again = fill(action, clerk, spell, on="2024-03-01", end_reason="resigned")
        assert action.run(again).ended_on == DAY

    def test_what_the_form_misses_stands_beside_the_field(self, east, clerk):
        action = find(Spell, "second")
        form = fill(action, clerk, make_spell(east), on="2024-03-01", duty="task_force")
        assert action.run(form) is None
        assert set(form.errors) == {"approval", "due_back_on"}

    def test_a_wrong_number_is_told_together_with_what_is_missing(self, clerk):
        form = fill(find(Worker, "appoint"), clerk, name="王小明", id_number="50010319900101123X")
        assert find(Worker, "appoint").run(form) is None
        assert form.errors["id_number"] == ["校验码应为2,填的是X,请核对证件。"]
        assert set(form.errors) == {"id_number", "community", "started_on", "staff_kind"}


class TestReach:
    def test_only_ones_own_communities_can_be_chosen(self, east, clerk):
        make_community("500199002001")
        make_community("500199001099", abolished_on=DAY)
        form = find(Spell, "move").bind(user=clerk, row=make_spell(east))
        assert list(form.fields["community"].queryset) == [east]

    def test_a_code_outside_reach_looks_like_one_that_does_not_exist(self, east, clerk):
        make_community("500199002001")
        action, spell = find(Spell, "move"), make_spell(east)
        errors = []
        for code in ("500199002001", "500199009009"):
            form = fill(action, clerk, spell, on="2024-03-01", community=code)
            assert action.run(form) is None
            errors.append(form.errors["community"])
        assert errors[0] == errors[1] == ["没有找到该社区,请填写您辖区内的12位社区编码。"]

    def test_a_long_list_becomes_a_code(self, clerk, monkeypatch, east):
        make_community("500199001002")
        monkeypatch.setattr("communities.action_forms.LONGEST_LIST", 1)
        field = find(Worker, "appoint").bind(user=clerk).fields["community"]
        assert field.widget.input_type == "text"
        assert field.help_text == "填写12位社区编码"


class TestVersions:
    def test_a_form_that_no_longer_fits_the_row(self, east, clerk):
        spell = make_spell(east, ended_on=DAY)
        action = find(Spell, "leave")
        form = fill(action, clerk, spell, on="2024-02-01", end_reason="resigned")
        assert action.run(form) is None
        assert form.errors == {"__all__": ["目前的状态不能办理“离任”。"]}

    def test_sent_twice_it_is_done_once(self, east, clerk):
        spell = make_spell(east)
        action, form = change_post(spell, clerk, committee_post="director")
        first = action.run(form)
        again = action.bind(user=clerk, row=spell, data=form.data)
        assert action.run(again) == first
        assert Spell.objects.count() == 2

    def test_without_a_token_nothing_is_done(self, east, clerk):
        spell = make_spell(east)
        action = find(Spell, "leave")
        form = action.bind(user=clerk, row=spell, data={"on": "2024-03-01", "end_reason": "resigned"})
        assert action.run(form) is None
        assert "submission_id" in form.errors


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_a_stale_form_shows_what_was_changed_meanwhile(self):
        east, clerk = make_community("500199001001"), make_clerk()
        spell = make_spell(east, staff_kind="fulltime")
        action, form = change_post(spell, clerk, committee_post="director")
        Spell.objects.filter(pk=spell.pk).update(staff_kind="grid", counts=True, due_back_on=DAY)
        with pytest.raises(StaleEdit) as caught:
            action.run(form)
        shown = {one.name: (one.label, one.yours, one.theirs) for one in caught.value.differences}
        assert shown == {
            "committee_post": ("居(村)委会职务", "主任", ""),
            "staff_kind": ("人员类别", "社区专职工作人员", "专职网格员"),
            "counts": ("计入社区工作者", "", "是"),
            "due_back_on": ("预计返回日期", "", "2024-03-01"),
        }
        assert Spell.objects.count() == 1

    def test_the_same_form_eight_times(self):
        spell, clerk = make_spell(make_community("500199001001")), make_clerk()
        action, form = change_post(spell, clerk, committee_post="director")

        def send():
            return action.run(action.bind(user=clerk, row=Spell.objects.get(pk=spell.pk), data=form.data))

        answers = at_once(*[send] * 8)
        assert len({answer.pk for answer in answers}) == 1
        assert Spell.objects.count() == 2

    def test_two_clerks_one_row(self):
        spell = make_spell(make_community("500199001001"))
        clerks = [make_clerk(), make_clerk(name="other")]
        action = find(Spell, "change-post")
        forms = [fill(action, one, spell, on="2024-03-01", committee_post="member") for one in clerks]
        answers = at_once(*[lambda form=form: action.run(form) for form in forms])
        assert sorted(type(answer).__name__ for answer in answers) == ["Spell", "StaleEdit"]
        assert Spell.objects.count() == 2


def test_a_constraint_speaks_where_two_acts_met(east):
    make_facility(east, name="中心")
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        make_facility(east, name="中心")
    assert constraint_sentence(caught.value) == "本社区已有同名设施。"


def test_a_unique_column_speaks_as_well():
    token = uuid.uuid4()
    SentForm.objects.create(token=token)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        SentForm.objects.create(token=token)
    assert "请刷新后再办理" in constraint_sentence(caught.value)
