"""Roles: one table of rights, applied to groups; accounts and their postings."""

import datetime
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from communities.choices import Role
from communities.postings import create_account, follow_postings, post_user
from communities.roles import ACTIONS, TABLE, codename, refresh_groups, sync_roles
from tests.factories import LONG_AGO, make_area, make_community

pytestmark = pytest.mark.django_db


def test_the_table_names_every_role_and_only_models_and_actions_there_are():
    assert set(TABLE) == set(Role)
    for table in TABLE.values():
        for model, letters in table.items():
            assert apps.get_model(model)
            assert set(letters) <= set(ACTIONS)


def test_groups_get_what_the_table_says_and_lose_the_rest():
    sync_roles()
    leaders = Group.objects.get(name="leader")
    leaders.permissions.add(Permission.objects.get(codename="add_worker"))
    sync_roles()
    held = {f"{one.content_type.app_label}.{one.codename}" for one in leaders.permissions.all()}
    assert held == {codename(model, letter) for model, letters in TABLE[Role.LEADER].items() for letter in letters}


def test_applying_the_table_again_changes_nothing(django_assert_max_num_queries):
    sync_roles()
    permissions = Permission.objects.count()
    with django_assert_max_num_queries(12):
        sync_roles()
    assert Permission.objects.count() == permissions


@pytest.mark.parametrize(
    ("role", "may", "may_not"),
    [
        ("community_clerk", "staffing.import_worker", "staffing.change_approvedposts"),
        ("street_reviewer", "staffing.view_worker", "staffing.change_worker"),
        ("county_reviewer", "compliance.publish_report", "staffing.change_worker"),
        ("city_officer", "staffing.view_spell", "staffing.view_worker"),
        ("leader", "compliance.view_report", "compliance.add_report"),
        ("department", "facilities.view_facility", "staffing.view_spell"),
        ("system_admin", "accounts.add_user", "communities.view_community"),
        ("security_admin", "communities.add_posting", "accounts.add_user"),
        ("audit_admin", "records.view_change", "staffing.view_worker"),
    ],
)
def test_what_a_role_may_do(role, may, may_not):
    make_area("500199")
    user, _password = create_account(username="someone", role=role, area_code="500199")
    user = User.objects.get(pk=user.pk)
    assert (user.has_perm(may), user.has_perm(may_not)) == (True, False)


def test_rights_end_with_the_posting():
    make_area("500199")
    user, _password = create_account(username="someone", role="county_reviewer", area_code="500199")
    user.postings.update(ended_on=timezone.localdate())
    refresh_groups(user)
    assert not User.objects.get(pk=user.pk).has_perm("compliance.publish_report")


def test_a_posting_that_has_not_begun_gives_no_rights_yet():
    user = User.objects.create(username="someone")
    sync_roles()
    post_user(user=user, role="leader", area_code="50", started_on=datetime.date(2999, 1, 1))
    refresh_groups(user)
    assert not user.groups.exists()


def test_a_role_comes_and_goes_on_the_days_that_were_set_before():
    user = User.objects.create(username="someone")
    sync_roles()
    today = timezone.localdate()
    posting = post_user(user=user, role="leader", area_code="50", started_on=today + datetime.timedelta(days=1))
    for started_on, ended_on, roles in ((today, None, ["leader"]), (LONG_AGO, today, [])):
        type(posting).objects.filter(pk=posting.pk).update(started_on=started_on, ended_on=ended_on)
        follow_postings(today)
        assert list(user.groups.values_list("name", flat=True)) == roles


def test_create_user_prints_a_password_that_works(client):
    community = make_community()
    out = StringIO()
    call_command("create_user", "clerk", "--role", "community_clerk", "--area", community.code, stdout=out)
    password = out.getvalue().strip().splitlines()[-1].rsplit(":", 1)[1]
    assert client.login(username="clerk", password=password)
    assert User.objects.get(username="clerk").postings.get().area_code == community.code


@pytest.mark.parametrize(
    ("role", "area", "message"),
    [
        ("boss", "500199", "没有角色“boss”"),
        ("leader", "999", "“999”不在登记册中"),
        ("leader", "500199001777", "不在登记册中"),
    ],
)
def test_create_user_refuses_what_it_does_not_know(role, area, message):
    make_area("500199")
    with pytest.raises(CommandError, match=message):
        call_command("create_user", "someone", "--role", role, "--area", area)
    assert not User.objects.exists()


def test_an_account_is_created_once():
    make_area("500199")
    create_account(username="someone", role="leader", area_code="500199")
    with pytest.raises(CommandError, match="已存在"):
        call_command("create_user", "Someone", "--role", "leader", "--area", "500199")
