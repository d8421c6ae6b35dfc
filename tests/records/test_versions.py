"""Two edits of one row, one form sent many times: nothing is lost, nothing is done twice."""

import threading
import time
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction

from accounts.models import User
from records.history import acting
from records.models import Change, SentForm
from records.sending import once
from records.versions import StaleEdit, assert_unchanged, version_of
from staffing.models import Spell, Worker
from tests.factories import make_area, make_community, make_spell, make_worker
from tests.threads import at_once

ROUNDS = 10


def save(row, token, **values):
    """What the view of a form does."""
    for name, value in values.items():
        setattr(row, name, value)
    with acting(reason="修改"):
        assert_unchanged(row, token)
        row.save()
    return row


@pytest.mark.django_db(transaction=True)
class TestVersions:
    def test_an_edit_of_the_version_one_saw_is_saved(self):
        area = make_area("50")
        save(area, version_of(area), name="重庆市")
        area.refresh_from_db()
        assert area.name == "重庆市"

    def test_a_stale_edit_is_refused_with_both_versions(self):
        clerk = User.objects.create_user("clerk")
        area = make_area("50", name="重庆", authority="民政局")
        opened = version_of(area)
        with acting(clerk, "更正"):
            type(area).objects.update(name="重庆市")
        with pytest.raises(StaleEdit) as caught:
            save(area, opened, name="渝", level="city")
        found = {one.name: (one.label, one.theirs, one.yours) for one in caught.value.differences}
        assert found == {"name": ("名称", "重庆市", "渝"), "level": ("级别", "省级", "地级")}
        assert caught.value.changed_by == clerk
        assert "已被他人修改" in caught.value.message
        assert type(area).objects.get().name == "重庆市"

    def test_a_row_deleted_meanwhile_is_told_so(self):
        area = make_area("50")
        opened, pk = version_of(area), area.pk
        area.delete()
        area.pk = pk
        with pytest.raises(StaleEdit, match="已被删除"):
            save(area, opened, name="渝")

    def test_an_update_without_effect_makes_no_one_stale(self):
        area = make_area("50")
        type(area).objects.update(name=area.name)
        save(area, version_of(area), name="渝")

    def test_without_a_version_nothing_is_saved(self):
        area = make_area("50")
        with pytest.raises(StaleEdit):
            save(area, "", name="渝")

    def test_personal_numbers_are_masked_and_labels_are_chinese(self):
        worker = make_worker(make_community(), phone="13812345678", education="college")
        opened = version_of(worker)
        Worker.objects.update(source="另一人")
        with pytest.raises(StaleEdit) as caught:
            save(worker, opened, phone="13987654321", education="bachelor", source="", community=make_community())
        shown = {one.name: (one.theirs, one.yours) for one in caught.value.differences}
        assert shown["phone"] == ("138****5678", "139****4321")
        assert shown["education"] == ("大学专科", "大学本科")
        assert shown["source"] == ("另一人", "")
        assert all("社区" in side for side in shown["community"])
        assert not {"phone_index", "phone_tail_index"} & set(shown)

    def test_lists_and_yes_no_are_shown_as_words(self):
        spell = make_spell(make_community(), other_posts=["women", "youth"])
        opened = version_of(spell)
        Spell.objects.update(source="另一人")
        with pytest.raises(StaleEdit) as caught:
            save(spell, opened, other_posts=[], approved=True)
        shown = {one.name: (one.theirs, one.yours) for one in caught.value.differences}
        assert shown["other_posts"] == ("妇联主席、团支部书记", "")
        assert shown["approved"] == ("否", "是")

    def test_r5_of_two_at_once_one_is_saved_and_one_hears_of_it(self):
        """R5"""
        area = make_area("50")
        for number in range(ROUNDS):
            area.refresh_from_db()
            mine, yours, opened = (type(area).objects.get(), type(area).objects.get(), version_of(area))
            before = Change.objects.count()
            answers = at_once(
                lambda mine=mine, opened=opened, number=number: save(mine, opened, name=f"甲{number}"),
                lambda yours=yours, opened=opened, number=number: save(yours, opened, name=f"乙{number}"),
            )
            stale = [answer for answer in answers if isinstance(answer, StaleEdit)]
            saved = [answer for answer in answers if not isinstance(answer, Exception)]
            assert (len(saved), len(stale)) == (1, 1)
            area.refresh_from_db()
            assert area.name == saved[0].name
            assert [one.theirs for one in stale[0].differences] == [saved[0].name]
            assert Change.objects.count() == before + 1

    def test_r5_control_without_the_check_the_first_edit_is_lost(self):
        """R5, its guard off"""
        area = make_area("50")
        mine, yours = (type(area).objects.get(), type(area).objects.get())
        mine.name, yours.authority = "重庆市", "民政局"
        mine.save()
        yours.save()
        assert type(area).objects.get().name != "重庆市"


@pytest.mark.django_db(transaction=True)
class TestSending:
    def test_r6_eight_at_once_are_one_row_and_eight_answers_point_to_it(self):
        """R6"""
        clerk = User.objects.create_user("clerk")
        for number in range(ROUNDS):
            token = uuid.uuid4()

            def send(token=token, code=f"{50 + number}"):
                return once(token, user=clerk, kind="area", act=lambda: make_area(code))

            answers = at_once(*[send] * 8)
            assert len({answer.pk for answer in answers}) == 1
            assert type(answers[0]).objects.filter(code=f"{50 + number}").count() == 1
            assert send().pk == answers[0].pk
        assert SentForm.objects.count() == ROUNDS

    def test_r6_control_without_the_token_the_row_is_there_eight_times(self):
        """R6, its guard off"""
        community = make_community()
        at_once(*[lambda: make_worker(community)] * 8)
        assert Worker.objects.count() == 8

    def test_a_refused_form_may_be_sent_again(self):
        token = uuid.uuid4()

        def refuse():
            make_area("50")
            raise ValidationError("缺少文号")

        with pytest.raises(ValidationError):
            once(token, user=None, kind="area", act=refuse)
        assert once(token, user=None, kind="area", act=lambda: make_area("50")).code == "50"

    def test_several_rows_and_none_are_remembered_as_such(self):
        many, none = uuid.uuid4(), uuid.uuid4()
        first = once(many, user=None, kind="areas", act=lambda: [make_area("50"), make_area("51")])
        assert once(many, user=None, kind="areas", act=pytest.fail) == first
        assert once(none, user=None, kind="nothing", act=lambda: None) is None
        assert once(none, user=None, kind="nothing", act=pytest.fail) is None

    def test_nobody_uses_the_token_of_another(self):
        token, clerk = uuid.uuid4(), User.objects.create_user("clerk")
        once(token, user=clerk, kind="area", act=lambda: make_area("50"))
        with pytest.raises(PermissionDenied):
            once(token, user=User.objects.create_user("other"), kind="area", act=pytest.fail)
        with pytest.raises(PermissionDenied):
            once(token, user=clerk, kind="community", act=pytest.fail)

    def test_a_second_use_waits_for_the_first(self):
        token, inside = uuid.uuid4(), threading.Event()
        is_waiting = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"

        def slow():
            inside.set()
            deadline = time.monotonic() + 10
            with connection.cursor() as cursor:
                cursor.execute(is_waiting)
                while not cursor.fetchone()[0] and time.monotonic() < deadline:
                    cursor.execute(is_waiting)
            assert time.monotonic() < deadline
            return make_area("50")

        def second():
            assert inside.wait(10)
            return once(token, user=None, kind="area", act=pytest.fail)

        first, repeated = at_once(lambda: once(token, user=None, kind="area", act=slow), second)
        assert first.pk == repeated.pk

    def test_a_failing_transaction_around_it_undoes_the_use(self):
        def use_and_fail():
            with transaction.atomic():
                once(uuid.uuid4(), user=None, kind="area", act=lambda: make_area("50"))
                raise StaleEdit(None, None)

        with pytest.raises(StaleEdit):
            use_and_fail()
        assert not SentForm.objects.exists()
