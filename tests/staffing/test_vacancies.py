"""缺额申报 → 核准 → 招考 → 公示 → 聘用, and people who came without."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from communities.models import Posting
from records.models import Change
from staffing import services
from staffing.choices import TRANSITIONS, VacancyState
from staffing.findings import why_unauthorised
from staffing.models import Spell, Vacancy, Worker
from tests.factories import LONG_AGO, make_community, make_posts, make_spell, make_worker

pytestmark = pytest.mark.django_db

D = datetime.date
ASKED, DECIDED, EXAM, SHOWN, SHOWN_UNTIL, HIRED = (D(2024, month, 1) for month in range(3, 9))
END_OF_YEAR = D(2024, 12, 31)


@pytest.fixture
def east():
    return make_community("500199001001")


def make_account(name, role, code):
    user = User.objects.create_user(name)
    Posting.objects.create(user=user, role=role, area_code=code, started_on=LONG_AGO)
    return user


@pytest.fixture
def clerk():
    return make_account("clerk", "street_clerk", "500199001")


@pytest.fixture
def county():
    return make_account("county", "county_reviewer", "500199")


def ask(east, clerk, **values):
    return services.ask_vacancy(**{"community": east, "post": "民政岗", "asked_on": ASKED, "user": clerk, **values})


def walk(east, clerk, county, until):
    """A vacancy brought to a state by the shortest way."""
    vacancy = ask(east, clerk)
    steps = [
        (VacancyState.APPROVED, services.approve_vacancy, {"decided_on": DECIDED, "approval": "区人社〔2024〕7号"}),
        (VacancyState.EXAM, services.hold_exam, {"exam_on": EXAM, "exam": "2024年第1号公告"}),
        (
            VacancyState.PUBLICITY,
            services.publish_candidate,
            {"candidate": "张三", "publicity_from": SHOWN, "publicity_until": SHOWN_UNTIL},
        ),
    ]
    for state, step, values in steps:
        if vacancy.state != until:
            vacancy = step(vacancy=vacancy, user=county, **values)
            assert vacancy.state == state
    return vacancy


def refused(act, *args, **kwargs):
    before = Change.objects.count()
    with pytest.raises(ValidationError) as caught:
        act(*args, **kwargs)
    assert Change.objects.count() == before
    return " ".join(caught.value.messages)


def test_from_the_request_to_the_hire(east, clerk, county):
    vacancy = walk(east, clerk, county, VacancyState.PUBLICITY)
    person = Worker(name="张三", id_number="110101199003070054", route="recruited")
    vacancy = services.hire_for_vacancy(vacancy=vacancy, worker=person, started_on=HIRED, user=county)
    spell = Spell.objects.get()
    assert (vacancy.state, vacancy.spell, vacancy.closed_on) == ("hired", spell, HIRED)
    assert (spell.staff_kind, spell.approved, spell.community) == ("fulltime", True, east)
    assert [change.op for change in Change.of(vacancy)] == ["U", "U", "U", "U", "I"]
    assert [change.event.user for change in Change.of(vacancy)][-2:] == [county, clerk]


def test_somebody_entered_already_is_taken_as_hired(east, clerk, county):
    vacancy = walk(east, clerk, county, VacancyState.PUBLICITY)
    spell = make_spell(east, name="张三", started_on=HIRED)
    vacancy = services.hire_for_vacancy(vacancy=vacancy, worker=spell.worker, started_on=HIRED, user=county)
    assert vacancy.spell == Spell.objects.get()


def test_a_candidate_of_the_register_is_found_by_the_identity_number(east, clerk, county):
    known = make_worker(east, name="张三", id_number="110101199003070054")
    vacancy = walk(east, clerk, county, VacancyState.PUBLICITY)
    person = Worker(name="张三", id_number="110101199003070054")
    vacancy = services.hire_for_vacancy(vacancy=vacancy, worker=person, started_on=HIRED, user=county)
    assert vacancy.spell.worker == known
    assert Worker.objects.count() == 1


def test_the_asker_never_approves(east, county):
    vacancy = ask(east, county)
    act = {"vacancy": vacancy, "decided_on": DECIDED, "user": county}
    assert refused(services.approve_vacancy, approval="7号", **act) == "申报人不能核准自己申报的缺额。"
    assert refused(services.refuse_vacancy, reason="编制已满", **act) == "申报人不能核准自己申报的缺额。"


STEPS = {
    VacancyState.APPROVED: (services.approve_vacancy, {"decided_on": HIRED, "approval": "7号"}),
    VacancyState.REFUSED: (services.refuse_vacancy, {"decided_on": HIRED, "reason": "编制已满"}),
    VacancyState.EXAM: (services.hold_exam, {"exam_on": HIRED, "exam": "公告"}),
    VacancyState.PUBLICITY: (
        services.publish_candidate,
        {"candidate": "张三", "publicity_from": HIRED, "publicity_until": HIRED},
    ),
    VacancyState.WITHDRAWN: (services.withdraw_vacancy, {"reason": "不再需要"}),
}


@pytest.mark.parametrize("now", VacancyState)
@pytest.mark.parametrize("then", [*STEPS, VacancyState.HIRED])
def test_only_declared_steps(east, clerk, county, now, then):
    vacancy = ask(east, clerk)
    spell = make_spell(east) if now == VacancyState.HIRED else None
    Vacancy.objects.update(state=now, spell=spell)
    if then == VacancyState.HIRED:
        person = make_worker(east)
        step, values = services.hire_for_vacancy, {"worker": person, "started_on": HIRED}
    else:
        step, values = STEPS[then]
    if (now, then) == (VacancyState.PUBLICITY, VacancyState.EXAM):
        assert "不能转为" in refused(step, vacancy=vacancy, user=county, **values)
        step, values = services.reject_candidate, {**values, "reason": "有异议"}
    if then in TRANSITIONS.get(now, []):
        assert step(vacancy=vacancy, user=county, **values).state == then
    else:
        assert f"不能转为“{then.label}”" in refused(step, vacancy=vacancy, user=county, **values)


def test_objections_lead_back_to_the_exam(east, clerk, county):
    vacancy = walk(east, clerk, county, VacancyState.PUBLICITY)
    act = {"vacancy": vacancy, "exam_on": SHOWN_UNTIL, "exam": "2024年第2号公告", "user": county}
    assert refused(services.reject_candidate, reason="", **act) == "请写明公示有何异议。"
    vacancy = services.reject_candidate(reason="学历不符", **act)
    assert (vacancy.state, vacancy.candidate, vacancy.publicity_from) == ("exam", "", None)
    assert Change.of(vacancy)[0].before["candidate"] == "张三"


@pytest.mark.parametrize(
    ("until", "step", "values", "words"),
    [
        ("asked", services.approve_vacancy, {"decided_on": D(2024, 2, 1), "approval": "7号"}, "早于申报日期2024-03-01"),
        ("asked", services.approve_vacancy, {"decided_on": DECIDED, "approval": ""}, "核准单位及文号"),
        ("asked", services.refuse_vacancy, {"decided_on": DECIDED, "reason": ""}, "不予核准的原因"),
        ("approved", services.hold_exam, {"exam_on": ASKED, "exam": ""}, "早于核准日期"),
        (
            "exam",
            services.publish_candidate,
            {"candidate": "张三", "publicity_from": SHOWN_UNTIL, "publicity_until": SHOWN},
            "不能早于公示起始日期",
        ),
        ("exam", services.withdraw_vacancy, {"reason": ""}, "撤回的原因"),
    ],
)
def test_days_documents_and_reasons(east, clerk, county, until, step, values, words):
    vacancy = walk(east, clerk, county, until)
    assert words in refused(step, vacancy=vacancy, user=county, **values)


def test_hired_are_those_shown_and_after_the_last_day(east, clerk, county):
    vacancy = walk(east, clerk, county, VacancyState.PUBLICITY)
    act = {"vacancy": vacancy, "user": county}
    other, right = make_worker(east, name="李四"), make_worker(east, name="张三")
    assert "拟聘人员是张三" in refused(services.hire_for_vacancy, worker=other, started_on=HIRED, **act)
    assert "须晚于公示截止日期" in refused(services.hire_for_vacancy, worker=right, started_on=SHOWN_UNTIL, **act)
    assert "不能早于公示截止日期" in refused(services.hire_for_vacancy, worker=right, started_on=SHOWN, **act)


def test_only_an_empty_post_is_asked_for(east, clerk):
    make_posts(east, 2)
    make_spell(east, approved=True)
    ask(east, clerk)
    assert refused(ask, east, clerk) == "本社区核定2个岗位,已占用1个,已申报未办结1个,没有可申报的缺额。"


def test_a_place_outside_reach(clerk, county):
    far = make_community("500199002001")
    assert "不在您的辖区内" in refused(ask, far, clerk)
    vacancy = ask(far, county)
    assert "不在您的辖区内" in refused(services.withdraw_vacancy, vacancy=vacancy, user=clerk, reason="x")


class TestHiredWithout:
    def found(self, on=END_OF_YEAR):
        return set(Spell.objects.hired_without_vacancy(on=on))

    def test_nobody_is_accused_before_the_chain_is_used(self, east):
        make_spell(east, route="local", started_on=HIRED)
        assert self.found() == set()

    def test_who_came_afterwards_without_a_vacancy(self, east, clerk):
        before = make_spell(east, route="local", started_on=D(2024, 2, 1))
        spell = make_spell(east, route="local", started_on=HIRED)
        ask(east, clerk)
        assert self.found() == {spell}
        assert self.found(on=D(2024, 7, 1)) == set()
        assert before not in self.found()
        (listed,) = Spell.objects.hired_without_vacancy(on=HIRED)
        assert why_unauthorised(listed) == (
            "2024-08-01到岗,进入方式:街道社区自聘;本区县2024-03-01起实行缺额申报,未见经核准的缺额。"
        )

    def test_another_county_has_its_own_first_day(self, east, clerk):
        elsewhere = make_community("500198001001")
        make_spell(elsewhere, route="local", started_on=HIRED)
        ask(east, clerk)
        assert self.found() == set()

    def test_who_came_by_a_vacancy_is_not_listed(self, east, clerk, county):
        vacancy = walk(east, clerk, county, VacancyState.PUBLICITY)
        worker = make_worker(east, name="张三", route="recruited")
        services.hire_for_vacancy(vacancy=vacancy, worker=worker, started_on=HIRED, user=county)
        assert self.found() == set()
        services.change_post(spell=Spell.objects.get(), on=D(2024, 9, 1), staff_kind="grid", user=county)
        assert self.found() == set()

    def test_a_change_of_post_or_place_does_not_hide_a_hire_without(self, east, clerk):
        ask(east, clerk)
        spell = make_spell(east, route="local", started_on=HIRED)
        now = services.change_post(spell=spell, on=D(2024, 9, 1), staff_kind="grid", user=clerk)
        assert self.found() == {spell}
        west = make_community("500199001002")
        services.move_worker(spell=now, community=west, on=D(2024, 10, 1), user=clerk)
        assert self.found() == {spell}

    @pytest.mark.parametrize(
        ("route", "post", "listed"),
        [
            ("recruited", "", True),
            ("agency", "", True),
            ("elected", "", False),
            ("veteran", "", False),
            ("dispatched", "", False),
            ("", "", True),
            ("", "director", False),
        ],
    )
    def test_ways_in(self, east, clerk, route, post, listed):
        ask(east, clerk)
        make_spell(east, route=route, committee_post=post, started_on=HIRED)
        assert bool(self.found()) is listed

    def test_a_change_of_post_or_place_is_no_hire(self, east, clerk):
        ask(east, clerk)
        west = make_community("500199001002")
        changed, moved = make_spell(east, route="local"), make_spell(east, route="local")
        services.change_post(spell=changed, on=HIRED, staff_kind="grid", user=clerk)
        services.move_worker(spell=moved, community=west, on=HIRED, user=clerk)
        assert self.found() == set()

    def test_who_has_left_is_not_listed(self, east, clerk):
        ask(east, clerk)
        make_spell(east, route="local", started_on=HIRED, ended_on=D(2024, 9, 1))
        assert self.found() == set()
        assert len(self.found(on=HIRED)) == 1
