"""Passwords cannot be guessed by trying: after some wrong ones an account is closed to everybody for a while.

What counts is the name that was typed, whether there is such an account or not, and from wherever: behind a proxy all
addresses look alike. The right password is refused meanwhile as well, else it would be told from the wrong ones.
"""

import datetime

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import FailedLogin

MOST = 10
MINUTES = 15


def recent(username):
    since = timezone.now() - datetime.timedelta(minutes=MINUTES)
    return FailedLogin.objects.filter(username=as_counted(username), at__gt=since)


def as_counted(username):
    """However a name is written, it is one account's: spelling it differently gives no further tries."""
    return username.strip().casefold()[: FailedLogin._meta.get_field("username").max_length]


def is_locked(username):
    return recent(username).count() >= MOST


class Backend(ModelBackend):
    """Accounts and passwords of the portal itself."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        if not username or password is None:
            return None
        if is_locked(username):
            raise PermissionDenied
        user = super().authenticate(request, username, password, **kwargs)
        tried = FailedLogin.objects.filter(username=as_counted(username))
        if user is None:
            FailedLogin.objects.create(username=as_counted(username))
            tried.exclude(pk__in=recent(username).values("pk")).delete()
        else:
            tried.delete()
        return user
