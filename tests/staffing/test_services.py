"""Acts on people: what each leaves in the register, and what it refuses, in which words."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from communities.models import Posting
from records.models import Change
from staffing import services
from staffing.certificates import certificates_to_renew
from staffing.models import Spell, Training, Worker
from tests.factories import LONG_AGO, make_community, make_spell, make_training, make_worker
from tests.threads import at_once

pytestmark = pytest.mark.django_db

D = datetime.date
DAY = D(2024, 3, 1)
LATER = D(2024, 6, 1)
ID_NUMBER = "110101199003070054"


@pytest.fixture
def east():
    return make_community("500199001001", name="东风社区居民委员会", short_name="东风社区")


@pytest.fixture
def west():
    return make_community("500199001002", name="西湖社区居民委员会", short_name="西湖社区")


@pytest.fixture
def far():
    return make_community("500199002001", name="远山社区居民委员会", short_name="远山社区")


@pytest.fixture
def clerk():
    """A clerk of the street in which east and west lie."""
    return make_clerk("clerk", "500199001")


def make_clerk(name, code):
    user = User.objects.create_user(name)
    Posting.objects.create(user=user, role="street_clerk", area_code=code, started_on=LONG_AGO)
    return user


def refused(act, *args, **kwargs):
    """The field, code and sentence with which an act is refused; it leaves no trace."""
    before = Change.objects.count()
    with pytest.raises(ValidationError) as caught:
        act(*args, **kwargs)
    assert Change.objects.count() == before
    ((field, (error, *_more)),) = caught.value.error_dict.items()
    return field, error.code, error.messages[0]


def spells(worker):
    rows = worker.spells.order_by("started_on")
    return list(rows.values_list("started_on", "ended_on", "committee_post", "duty", "end_reason"))


class TestAppointing:
    def test_a_new_person_gets_a_number_a_file_and_a_spell(self, east, clerk):
        person = Worker(name="张 三", id_number=ID_NUMBER.lower())
        spell = services.appoint_worker(
            worker=person, community=east, started_on=DAY, staff_kind="fulltime", user=clerk, reason="公开招聘"
        )
        worker = Worker.objects.get()
        assert (worker.name, worker.staff_no, worker.community) == ("张三", "500199000001", east)
        assert (worker.born_on, worker.gender) == (D(1990, 3, 7), "male")
        assert (spell.worker, spell.is_primary, spell.duty) == (worker, True, "on_duty")
        assert Change.of(spell)[0].event.user == clerk
        assert Change.of(spell)[0].event.reason == "公开招聘"

    def test_somebody_of_the_register_comes_back(self, east, west, clerk):
        worker = make_spell(east, ended_on=DAY, end_reason="resigned").worker
        services.appoint_worker(worker=worker, community=west, started_on=LATER, staff_kind="fulltime", user=clerk)
        worker.refresh_from_db()
        assert worker.community == west

    def test_a_past_spell_entered_late_does_not_move_the_file(self, east, west, clerk):
        worker = make_spell(east, started_on=LATER).worker
        services.appoint_worker(
            worker=worker, community=west, started_on=DAY, ended_on=LATER, staff_kind="fulltime", user=clerk
        )
        worker.refresh_from_db()
        assert worker.community == east

    def test_a_known_number_within_reach_names_the_person(self, east, west, clerk):
        make_worker(east, id_number=ID_NUMBER, name="张三", staff_no="500199000077")
        person = Worker(name="张三", id_number=ID_NUMBER)
        answer = refused(
            services.appoint_worker, worker=person, community=west, started_on=DAY, staff_kind="fulltime", user=clerk
        )
        assert answer == ("id_number", "conflict", "该身份证号已登记为张三(人员编号500199000077),请在其名下办理任职。")

    def test_a_number_known_elsewhere_tells_nothing_but_that(self, east, far, clerk):
        make_spell(far, id_number=ID_NUMBER, name="张三")
        person = Worker(name="张三", id_number=ID_NUMBER)
        answer = refused(
            services.appoint_worker, worker=person, community=east, started_on=DAY, staff_kind="fulltime", user=clerk
        )
        assert answer == ("id_number", "registered_elsewhere", "该身份证号已由其他单位登记,请办理调入。")

    def test_a_wrong_check_digit_is_told(self, east, clerk):
        person = Worker(name="张三", id_number=ID_NUMBER[:-1] + "9")
        field, code, text = refused(
            services.appoint_worker, worker=person, community=east, started_on=DAY, staff_kind="fulltime", user=clerk
        )
        assert (field, code) == ("id_number", "invalid_checksum")
        assert "校验码应为4" in text

    def test_a_second_main_post_names_the_first_within_reach(self, east, west, clerk):
        worker = make_spell(east, started_on=DAY).worker
        act = {"worker": worker, "started_on": LATER, "staff_kind": "fulltime", "user": clerk}
        assert refused(services.appoint_worker, community=west, **act) == (
            "started_on", "overlap", "该人员自2024-03-01起在东风社区任职,请先办理离任或调动。",
        )  # fmt: skip
        assert "请办理岗位变动" in refused(services.appoint_worker, community=east, **act)[2]

    def test_a_main_post_outside_reach_is_not_named(self, east, far, clerk):
        worker = make_worker(east)
        make_spell(far, worker=worker, started_on=DAY)
        field, code, text = refused(
            services.appoint_worker, worker=worker, community=east, started_on=LATER, staff_kind="fulltime", user=clerk
        )
        assert (field, code) == ("started_on", "overlap")
        assert "远山" not in text
        assert "2024" not in text

    def test_a_second_post_beside_the_main_one_is_fine(self, east, west, clerk):
        worker = make_spell(east).worker
        spell = services.appoint_worker(
            worker=worker, community=west, started_on=DAY, staff_kind="parttime", is_primary=False, user=clerk
        )
        worker.refresh_from_db()
        assert (spell.community, worker.community) == (west, east)

    def test_places_outside_reach_are_refused(self, east, far, clerk):
        act = {"started_on": DAY, "staff_kind": "fulltime", "user": clerk}
        answer = refused(services.appoint_worker, worker=make_worker(east), community=far, **act)
        assert answer == ("community", "foreign_territory", "不在您的辖区内,不能办理。")
        answer = refused(services.appoint_worker, worker=make_worker(far), community=east, **act)
        assert answer[1] == "registered_elsewhere"

    def test_a_community_has_one_director(self, east, clerk):
        make_spell(east, committee_post="director", name="李芳", started_on=DAY)
        act = {"community": east, "staff_kind": "member", "committee_post": "director", "user": clerk}
        answer = refused(services.appoint_worker, worker=make_worker(east), started_on=LATER, **act)
        assert answer == (
            "committee_post", "conflict", "本社区现任主任为李芳(2024-03-01起),请先办理其职务变动或离任。",
        )  # fmt: skip
        services.appoint_worker(worker=make_worker(east), started_on=LONG_AGO, ended_on=DAY, **act)

    def test_not_before_the_community_nor_far_ahead(self, clerk):
        young = make_community("500199001009", established_on=DAY, abolished_on=LATER)
        act = {"worker": make_worker(young), "community": young, "staff_kind": "fulltime", "user": clerk}
        assert "设立于2024-03-01" in refused(services.appoint_worker, started_on=D(2024, 2, 1), **act)[2]
        assert "已于2024-06-01撤销" in refused(services.appoint_worker, started_on=LATER, **act)[2]
        ahead = timezone.localdate() + datetime.timedelta(days=32)
        assert refused(services.appoint_worker, started_on=ahead, **act)[1] == "out_of_range"


class TestChangingPosts:
    def test_a_change_closes_the_spell_and_opens_the_next_that_day(self, east, clerk):
        spell = make_spell(east, approved=True, other_posts=["women"])
        Spell.objects.update(month_only=["started_on"])
        following = services.change_post(spell=spell, on=DAY, committee_post="director", user=clerk)
        assert spells(spell.worker) == [(LONG_AGO, DAY, "", "on_duty", ""), (DAY, None, "director", "on_duty", "")]
        assert (following.approved, following.other_posts, following.month_only) == (True, ["women"], [])
        spell.refresh_from_db()
        assert spell.month_only == ["started_on"]

    def test_a_change_on_the_first_day_leaves_no_empty_spell(self, east, clerk):
        spell = make_spell(east, started_on=DAY)
        following = services.change_post(spell=spell, on=DAY, committee_post="director", user=clerk)
        assert following.pk == spell.pk
        assert spells(spell.worker) == [(DAY, None, "director", "on_duty", "")]

    def test_a_known_end_goes_on_to_the_next_spell(self, east, clerk):
        spell = make_spell(east, ended_on=LATER, end_reason="term_end")
        services.change_post(spell=spell, on=DAY, staff_kind="member", user=clerk)
        assert spells(spell.worker)[1][:2] == (DAY, LATER)
        assert spells(spell.worker)[1][4] == "term_end"

    def test_one_person_becomes_secretary_and_director(self, east, clerk):
        spell = make_spell(east, staff_kind="member", party_post="secretary")
        both = services.combine_heads(spell=spell, on=DAY, user=clerk)
        assert (both.party_post, both.committee_post, both.staff_kind) == ("secretary", "director", "member")

    def test_not_while_another_is_director(self, east, clerk):
        spell = make_spell(east, party_post="secretary")
        make_spell(east, committee_post="director", name="李芳")
        assert refused(services.combine_heads, spell=spell, on=DAY, user=clerk)[0] == "committee_post"

    @pytest.mark.parametrize(
        ("on", "words"),
        [
            (D(2014, 1, 1), "不能早于本次任职的起始日期2015-01-01"),
            (LATER, "已于2024-06-01结束"),
            (D(2999, 1, 1), "不能晚于"),
        ],
    )
    def test_only_while_the_spell_lasts(self, east, clerk, on, words):
        spell = make_spell(east, ended_on=LATER)
        field, _code, text = refused(services.change_post, spell=spell, on=on, staff_kind="member", user=clerk)
        assert field == "on"
        assert words in text

    def test_a_change_of_nothing_is_refused(self, east, clerk):
        spell = make_spell(east)
        assert (
            "没有需要变动" in refused(services.change_post, spell=spell, on=DAY, staff_kind="fulltime", user=clerk)[2]
        )

    def test_a_former_place_does_not_change_what_another_does_now(self, east, far, clerk):
        worker = make_spell(east, ended_on=DAY).worker
        now = make_spell(far, worker=worker, started_on=DAY)
        answer = refused(services.change_post, spell=now, on=LATER, staff_kind="member", user=clerk)
        assert answer[1] == "foreign_territory"


class TestAbsence:
    def seconded(self, east, clerk):
        return services.second_worker(
            spell=make_spell(east), on=DAY, duty="seconded_street", approval="区民政局〔2024〕1号",
            due_back_on=LATER, user=clerk,
        )  # fmt: skip

    def test_lent_extended_and_back(self, east, clerk):
        spell = self.seconded(east, clerk)
        services.extend_absence(spell=spell, due_back_on=D(2024, 9, 1), approval="区民政局〔2024〕9号", user=clerk)
        back = services.return_to_post(spell=spell, on=D(2024, 8, 1), user=clerk)
        assert [row[:2] + row[3:4] for row in spells(spell.worker)] == [
            (LONG_AGO, DAY, "on_duty"), (DAY, D(2024, 8, 1), "seconded_street"), (D(2024, 8, 1), None, "on_duty"),
        ]  # fmt: skip
        spell.refresh_from_db()
        assert (spell.approval, spell.due_back_on) == ("区民政局〔2024〕9号", D(2024, 9, 1))
        assert (back.approval, back.due_back_on) == ("", None)

    @pytest.mark.parametrize(
        ("values", "field", "words"),
        [
            ({"approval": ""}, "approval", "须填写批准单位及文号"),
            ({"due_back_on": DAY}, "due_back_on", "须晚于2024-03-01"),
            ({"due_back_on": None}, "due_back_on", "请填写预计返回日期"),
            ({"duty": "sick"}, "duty", "请选择借调"),
        ],
    )
    def test_nobody_is_lent_without_document_and_day_of_return(self, east, clerk, values, field, words):
        act = {"duty": "task_force", "approval": "〔2024〕1号", "due_back_on": LATER, **values}
        answer = refused(services.second_worker, spell=make_spell(east), on=DAY, user=clerk, **act)
        assert answer[0] == field
        assert words in answer[2]

    def test_somebody_away_is_not_lent_again(self, east, clerk):
        spell = self.seconded(east, clerk)
        act = {"duty": "task_force", "approval": "〔2024〕2号", "due_back_on": D(2025, 1, 1), "user": clerk}
        assert "“借调街道(乡镇)”(2024-03-01起)" in refused(services.second_worker, spell=spell, on=LATER, **act)[2]

    def test_an_extension_is_later_and_has_a_document(self, east, clerk):
        spell = self.seconded(east, clerk)
        act = {"spell": spell, "user": clerk}
        assert refused(services.extend_absence, due_back_on=LATER, approval="2号", **act)[0] == "due_back_on"
        assert refused(services.extend_absence, due_back_on=D(2025, 1, 1), approval="", **act)[0] == "approval"

    def test_what_has_ended_is_not_extended(self, east, clerk):
        spell = self.seconded(east, clerk)
        services.leave_post(spell=spell, on=LATER, end_reason="resigned", user=clerk)
        act = {"due_back_on": D(2025, 1, 1), "approval": "2号", "user": clerk}
        assert "已于2024-06-01结束" in refused(services.extend_absence, spell=spell, **act)[2]

    def test_only_the_absent_return(self, east, clerk):
        assert "在岗,无需办理" in refused(services.return_to_post, spell=make_spell(east), on=DAY, user=clerk)[2]

    def test_a_long_leave_needs_no_document(self, east, clerk):
        away = services.go_on_leave(spell=make_spell(east), on=DAY, duty="maternity", user=clerk)
        assert (away.duty, away.due_back_on) == ("maternity", None)
        extended = services.extend_absence(spell=away, due_back_on=LATER, approval="", user=clerk)
        assert extended.due_back_on == LATER

    def test_a_way_out_of_the_house_is_no_leave(self, east, clerk):
        act = {"spell": make_spell(east), "on": DAY, "duty": "seconded_county", "user": clerk}
        assert refused(services.go_on_leave, **act)[0] == "duty"


class TestLeaving:
    def test_the_day_is_the_first_no_longer(self, east, clerk):
        spell = make_spell(east)
        services.leave_post(spell=spell, on=DAY, end_reason="resigned", user=clerk)
        assert spells(spell.worker) == [(LONG_AGO, DAY, "", "on_duty", "resigned")]
        assert Change.of(spell)[0].event.reason == "辞职"

    def test_posts_beside_it_end_in_the_same_community_and_on_death_everywhere(self, east, west, clerk):
        spell = make_spell(east)
        here = make_spell(east, worker=spell.worker, is_primary=False)
        there = make_spell(west, worker=spell.worker, is_primary=False)
        other = make_spell(east, is_primary=False)
        services.leave_post(spell=spell, on=DAY, end_reason="retired", user=clerk)
        ends = dict(Spell.objects.values_list("pk", "ended_on"))
        assert ends == {spell.pk: DAY, here.pk: DAY, there.pk: None, other.pk: None}
        again = services.appoint_worker(
            worker=spell.worker, community=east, started_on=LATER, staff_kind="rehired", user=clerk
        )
        services.leave_post(spell=again, on=D(2024, 9, 1), end_reason="died", user=clerk)
        there.refresh_from_db()
        assert there.ended_on == D(2024, 9, 1)

    def test_not_on_the_first_day_and_not_twice(self, east, clerk):
        spell = make_spell(east, started_on=DAY)
        act = {"spell": spell, "end_reason": "resigned", "user": clerk}
        assert "请删除这条任职" in refused(services.leave_post, on=DAY, **act)[2]
        services.leave_post(on=LATER, **act)
        assert "已于2024-06-01结束" in refused(services.leave_post, on=LATER, **act)[2]

    def test_a_spell_deleted_meanwhile(self, east, clerk):
        spell = make_spell(east)
        Spell.objects.all().delete()
        assert "已不存在" in refused(services.leave_post, spell=spell, on=DAY, end_reason="moved", user=clerk)[2]


class TestMoving:
    def test_the_main_post_and_the_file_move(self, east, west, clerk):
        spell = make_spell(east, committee_post="director", approved=True)
        beside = make_spell(east, worker=spell.worker, is_primary=False)
        new = services.move_worker(spell=spell, community=west, on=DAY, user=clerk)
        spell.refresh_from_db(), beside.refresh_from_db(), new.worker.refresh_from_db()
        assert (spell.ended_on, spell.end_reason, beside.ended_on) == (DAY, "moved", DAY)
        assert (new.community, new.started_on, new.committee_post, new.approved) == (west, DAY, "", True)
        assert new.worker.community == west

    def test_not_to_the_same_place_nor_out_of_reach_nor_ahead(self, east, west, far, clerk):
        spell = make_spell(east)
        assert "请办理岗位变动" in refused(services.move_worker, spell=spell, community=east, on=DAY, user=clerk)[2]
        assert refused(services.move_worker, spell=spell, community=far, on=DAY, user=clerk)[1] == "foreign_territory"
        tomorrow = timezone.localdate() + datetime.timedelta(days=1)
        assert "不能晚于今天" in refused(services.move_worker, spell=spell, community=west, on=tomorrow, user=clerk)[2]

    def test_on_the_first_day_the_spell_itself_moves(self, east, west, clerk):
        spell = make_spell(east, started_on=DAY)
        assert services.move_worker(spell=spell, community=west, on=DAY, user=clerk).pk == spell.pk
        assert Worker.objects.get().community == west

    def bring_in(self, community, clerk, **values):
        act = {"id_number": ID_NUMBER, "name": "张三", "started_on": LATER, "approval": "区委组织部〔2024〕3号"}
        act |= {"staff_kind": "fulltime", **values}
        return services.bring_in_worker(community=community, user=clerk, **act)

    def test_somebody_who_left_elsewhere_is_taken_in(self, east, far, clerk):
        worker = make_spell(far, id_number=ID_NUMBER, name="张三", ended_on=DAY, end_reason="moved").worker
        spell = self.bring_in(east, clerk)
        worker.refresh_from_db()
        assert (worker.community, spell.community, spell.approval) == (east, east, "区委组织部〔2024〕3号")
        assert worker in Worker.objects.visible_to(clerk)

    def test_the_former_place_keeps_its_own_past_only(self, east, far, clerk):
        other = make_clerk("far", "500199002")
        past = make_spell(far, id_number=ID_NUMBER, name="张三", ended_on=DAY, end_reason="moved")
        now = self.bring_in(east, clerk)
        assert list(Spell.objects.visible_to(other)) == [past]
        assert set(Spell.objects.visible_to(clerk)) == {past, now}

    def test_somebody_in_office_elsewhere_is_not_pulled_away(self, east, far, clerk):
        make_spell(far, id_number=ID_NUMBER, name="张三")
        field, code, text = refused(self.bring_in, east, clerk)
        assert (field, code) == ("started_on", "overlap")
        assert "请由原单位先办理离任" in text
        assert "远山" not in text

    @pytest.mark.parametrize(
        ("values", "field", "code"),
        [
            ({"name": "李四"}, "name", "mismatch"),
            ({"id_number": "110101199003070054"[:-1] + "5"}, "id_number", "invalid_checksum"),
            ({"id_number": "110101199003070038"}, "id_number", "unknown_code"),
            ({"approval": ""}, "approval", "required"),
        ],
    )
    def test_only_with_the_right_papers(self, east, far, clerk, values, field, code):
        make_spell(far, id_number=ID_NUMBER, name="张三", ended_on=DAY)
        assert refused(self.bring_in, east, clerk, **values)[:2] == (field, code)

    def test_somebody_of_ones_own_is_moved_instead(self, east, west, clerk):
        make_spell(west, id_number=ID_NUMBER, name="张三", ended_on=DAY)
        assert "请直接办理" in refused(self.bring_in, east, clerk)[2]


class TestTraining:
    def test_many_at_once_and_nobody_twice(self, east, west, clerk):
        people = [make_worker(east), make_worker(west), make_worker(west)]
        make_training(people[0], DAY, title="网格治理")
        made = services.enrol_training(workers=people, on=DAY, title=" 网格治理", hours=8, user=clerk)
        assert {row.worker for row in made} == set(people[1:])
        assert Training.objects.filter(title="网格治理", on=DAY).count() == 3
        assert Change.of(made[0])[0].event.reason == "培训登记"

    def test_refused(self, east, far, clerk):
        act = {"title": "网格治理", "user": clerk}
        assert refused(services.enrol_training, workers=[], on=DAY, **act)[:2] == ("workers", "required")
        both = [make_worker(east), make_worker(far)]
        assert refused(services.enrol_training, workers=both, on=DAY, **act)[1] == "foreign_territory"
        tomorrow = timezone.localdate() + datetime.timedelta(days=1)
        assert refused(services.enrol_training, workers=both[:1], on=tomorrow, **act)[0] == "on"
        assert refused(services.enrol_training, workers=both[:1], on=DAY, hours=-1, **act)[0] == "hours"


class TestCertificates:
    def due(self):
        return list(certificates_to_renew(on=LATER))

    def test_a_new_director_needs_a_new_certificate(self, east, clerk):
        old = make_spell(east, committee_post="director")
        east.certificate_issued_on = LONG_AGO
        east.save()
        assert self.due() == []
        services.leave_post(spell=old, on=D(2024, 2, 1), end_reason="not_reelected", user=clerk)
        assert self.due() == []
        new = make_worker(east)
        act = {"staff_kind": "member", "committee_post": "director", "user": clerk}
        services.appoint_worker(worker=new, community=east, started_on=DAY, **act)
        assert [(place, place.director_since) for place in self.due()] == [(east, DAY)]
        services.renew_certificate(community=east, issued_on=D(2024, 3, 20), valid_until=D(2029, 3, 20), user=clerk)
        assert self.due() == []

    def test_a_director_who_takes_another_post_as_well_is_no_new_one(self, east, clerk):
        spell = make_spell(east, committee_post="director")
        east.certificate_issued_on = D(2020, 1, 1)
        east.save()
        services.combine_heads(spell=spell, on=DAY, user=clerk)
        assert self.due() == []

    def test_without_a_known_day_only_where_another_was_director_before(self, east, west, clerk):
        make_spell(east, committee_post="director", ended_on=DAY)
        make_spell(east, committee_post="director", started_on=DAY)
        make_spell(west, committee_post="director", started_on=DAY)
        assert self.due() == [east]

    def test_refused(self, east, far, clerk):
        act = {"valid_until": DAY, "user": clerk}
        assert refused(services.renew_certificate, community=east, issued_on=DAY, **act)[0] == "valid_until"
        assert refused(services.renew_certificate, community=far, issued_on=DAY, **act)[1] == "foreign_territory"


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_one_person_is_appointed_once(self):
        places, worker = [make_community(), make_community()], make_worker(make_community())

        def appoint(place):
            person = Worker.objects.get(pk=worker.pk)
            return services.appoint_worker(
                worker=person, community=place, started_on=DAY, staff_kind="fulltime", user=None
            )

        answers = at_once(*[lambda place=place: appoint(place) for place in places])
        assert sorted(type(answer).__name__ for answer in answers) == ["Spell", "ValidationError"]
        assert Spell.objects.count() == 1

    def test_of_two_changes_at_once_the_second_finds_the_first(self):
        spell = make_spell(make_community())
        acts = [
            lambda: services.change_post(spell=Spell.objects.get(pk=spell.pk), on=DAY, staff_kind="member", user=None),
            lambda: services.leave_post(spell=Spell.objects.get(pk=spell.pk), on=DAY, end_reason="resigned", user=None),
        ]
        answers = at_once(*acts)
        assert sum(isinstance(answer, Spell) for answer in answers) == 1
        assert Spell.objects.open(on=DAY).count() <= 1
