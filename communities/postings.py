"""Accounts and where they are posted."""

import datetime
import secrets

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from communities.choices import Role
from communities.models import Area, Community, Posting
from communities.roles import refresh_groups, sync_roles
from jobs.registry import daily, periodic
from records.history import acting

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters and digits that look alike on paper."""
LATELY = datetime.timedelta(days=31)
"""How far back a night looks for postings that began or ended: nights that were missed are made up for."""


def one_time_password():
    """Fifteen characters in groups of five, easy to read out and type."""
    return "-".join("".join(secrets.choice(ALPHABET) for _place in range(5)) for _group in range(3))


def create_account(*, username, role, area_code, display_name="", by=None):
    """A new account posted to an area. Returns it with its one-time password. Raises `ValidationError` by argument."""
    if role not in Role.values:
        text = _("没有角色“%(role)s”,应为:%(roles)s。")
        roles = "、".join(f"{one.value}({one.label})" for one in Role)
        raise ValidationError({"role": text % {"role": role, "roles": roles}})
    if not is_known_place(area_code):
        text = _("区划或社区编码“%s”不在登记册中,请先导入区划。")
        raise ValidationError({"area": text % area_code})
    if User.objects.filter(username__iexact=username).exists():
        raise ValidationError({"name": _("账号“%s”已存在。") % username})
    password = one_time_password()
    user = User(username=username, display_name=display_name)
    user.set_password(password)
    user.full_clean(exclude=["password"])
    with acting(user=by, reason=_("新建账号 %s") % username):
        user.save()
        if not Group.objects.filter(name=role).exists():
            sync_roles()
        post_user(user=user, role=role, area_code=area_code)
    return user, password


def is_known_place(code):
    """Whether an area or a community of the register has the code today."""
    areas = Area.objects.filter(code=code).open(on=timezone.localdate())
    return areas.exists() or Community.objects.filter(code=code, abolished_on=None).exists()


def post_user(*, user, role, area_code, started_on=None):
    """Give an account a role in an area, from today on unless another day is said."""
    posting = Posting(user=user, role=role, area_code=area_code, started_on=started_on or timezone.localdate())
    posting.full_clean()
    posting.save()
    refresh_groups(user)
    return posting


def follow_postings(today):
    """Roles follow the postings that have lately begun or ended by themselves, on a day set before."""
    lately = (today - LATELY, today)
    changed = Q(postings__started_on__range=lately) | Q(postings__ended_on__range=lately)
    for user in User.objects.filter(changed).distinct():
        refresh_groups(user)


@periodic("postings", title=gettext_lazy("按任用更新角色"), due=daily(datetime.time(0, 5)))
def run_follow_postings(run):
    with transaction.atomic():
        follow_postings(timezone.localdate())
        run.finish()
