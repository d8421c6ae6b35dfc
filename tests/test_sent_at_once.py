"""A form that comes eight times at the same moment. A module of its own: the tests' world would stay open beside it."""

import uuid
from functools import partial

import pytest
from django.test import Client

from communities.choices import Role
from records.models import Change, SentForm
from records.versions import version_of
from tests import factories
from tests.communities.offices import sent_once
from tests.test_registers import ALL, NEW
from tests.threads import at_once
from tests.world import HERE, make_account


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """Eight browsers send the same form at the same time."""

    ROUNDS = 3

    def send(self, url, data, user):
        def one():
            browser = Client()
            browser.force_login(user)
            return browser.post(url, data)

        return at_once(*[one] * 8)

    @pytest.fixture
    def writer(self):
        from communities.roles import sync_roles

        sync_roles()
        return make_account(Role.STREET_CLERK, f"{HERE}001")

    def test_r6_eight_at_once_enter_one_row(self, writer):
        """R6"""
        community, url = factories.make_community(street=f"{HERE}001"), ALL["headcount"].url("add")
        for number in range(self.ROUNDS):
            data = NEW["headcount"](community) | sent_once(on=f"2024-0{number + 1}-01")
            answers = self.send(url, data, writer)
            assert [answer.status_code for answer in answers] == [302] * 8
            assert len({answer.url for answer in answers}) == 1
            assert type(community).objects.get().headcounts.count() == number + 1
            assert SentForm.objects.count() == number + 1

    def test_r6_control_with_eight_tokens_seven_are_refused_or_doubled(self, writer):
        """R6, its guard off: without one token the answers are not one."""
        community, url = factories.make_community(street=f"{HERE}001"), ALL["fund"].url("add")
        data = NEW["fund"](community)

        def one():
            browser = Client()
            browser.force_login(writer)
            return browser.post(url, data | {"submission_id": str(uuid.uuid4())})

        answers = at_once(*[one] * 8)
        assert len({getattr(answer, "url", "") for answer in answers}) > 1

    def save(self, users, counted, opened):
        """Both send their correction of the same version at the same time."""
        data = {"community": counted.community.code, "on": f"{counted.on}", "version": opened}

        def one(number, user):
            browser = Client()
            browser.force_login(user)
            return browser.post(
                ALL["headcount"].url("edit", counted.pk), sent_once(residents=f"{1000 + number}", **data)
            )

        return at_once(*[partial(one, number, user) for number, user in enumerate(users)])

    @pytest.fixture
    def two(self, writer):
        return writer, make_account(Role.STREET_CLERK, f"{HERE}001", name="second")

    def test_r5_of_two_corrections_at_once_one_is_saved_and_one_sees_both(self, two):
        """R5"""
        counted = factories.make_headcount(factories.make_community(street=f"{HERE}001"), residents=1)
        for _round in range(10):
            counted.refresh_from_db()
            type(counted).objects.filter(pk=counted.pk).update(residents=1)
            counted.refresh_from_db()
            before = Change.of(counted).count()
            answers = self.save(two, counted, version_of(counted))
            assert sorted(answer.status_code for answer in answers) == [302, 409]
            (refused,) = [answer for answer in answers if answer.status_code == 409]
            shown = [(one.theirs, one.yours) for one in refused.context["stale"].differences]
            assert sorted(shown[0]) == ["1000", "1001"]
            assert Change.of(counted).count() == before + 1

    def test_r5_control_without_the_version_both_are_saved_and_one_is_lost(self, two, monkeypatch):
        """R5, its guard off"""
        monkeypatch.setattr("communities.registers.saving.assert_unchanged", lambda row, token: row)
        counted = factories.make_headcount(factories.make_community(street=f"{HERE}001"), residents=1)
        answers = self.save(two, counted, version_of(counted))
        assert [answer.status_code for answer in answers] == [302, 302]
