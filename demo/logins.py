"""Accounts to look around with, one per role, with random passwords that are shown once."""

import os
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher, make_password
from django.utils.translation import gettext as _

from accounts.models import User
from communities.choices import Role
from communities.models import Area, Community
from communities.postings import one_time_password, post_user

FILE = "demo-logins.txt"
ADMIN = "admin"
ROUNDS = 10_000
CITY_CENTRE = "500103"
BY_COMMUNITY, BY_STREET = {Role.COMMUNITY_CLERK}, {Role.STREET_CLERK, Role.STREET_REVIEWER}
BY_COUNTY = {Role.COUNTY_REVIEWER, Role.DEPARTMENT}


@dataclass
class Login:
    """An account to be."""

    username: str
    title: str
    password: str
    role: str = ""
    area: str = ""


def _hashed(password):
    """Fewer rounds than for a password somebody chose: this one cannot be guessed. The first login adds the others."""
    hasher = get_hasher()
    if isinstance(hasher, PBKDF2PasswordHasher):
        return hasher.encode(password, hasher.salt(), ROUNDS)
    return make_password(password)


def make_logins():
    """The accounts to create, one per role and one for the repair bench."""
    logins = [Login(role.value, str(role.label), one_time_password(), role.value) for role in Role]
    logins.append(Login(ADMIN, _("超级管理员(可进入 /admin/)"), one_time_password()))
    return logins


def create_logins(logins, prefix):
    """Create the accounts, post each where its role works, and write the list down for the instance's owner only."""
    areas = _areas(prefix)
    for login in logins:
        user = User(username=login.username, display_name=f"{login.title}(演示)", password=_hashed(login.password))
        user.is_staff = user.is_superuser = not login.role
        user.save()
        if login.role:
            login.area = areas[login.role]
            post_user(user=user, role=login.role, area_code=login.area)
    path = settings.DATA_DIR / FILE
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write("\n".join(login_lines(logins)) + "\n")
    return path


def login_lines(logins):
    names = dict(Area.objects.values_list("code", "name")) | dict(
        Community.objects.filter(code__in=[login.area for login in logins]).values_list("code", "name")
    )
    yield _("演示账号(账号 密码 角色 辖区):")
    for login in logins:
        yield f"{login.username:<16} {login.password}  {login.title} {login.area} {names.get(login.area, '')}".rstrip()


def _areas(prefix):
    """Where each role works: in one town community, its street, its county, or the whole demonstration."""
    communities = Community.objects.filter(code__startswith=prefix, abolished_on=None)
    centre = communities.filter(code__startswith=CITY_CENTRE, kind="residents").order_by("code").first()
    community = centre or communities.order_by("kind", "code").first()
    for_role = {role.value: prefix for role in Role}
    for roles, width in ((BY_COMMUNITY, 12), (BY_STREET, 9), (BY_COUNTY, 6)):
        for_role |= {role.value: community.code[: max(width, len(prefix))] for role in roles}
    return for_role
