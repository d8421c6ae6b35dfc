"""What the commands about reports read from their command line, and how they refuse."""

import datetime
import re

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def wrong_call(sentence):
    """The call itself is wrong: exit code 2."""
    return CommandError(sentence, returncode=2)


def day(text):
    """A day of the calendar."""
    try:
        if DAY.fullmatch(text):
            return datetime.date.fromisoformat(text)
    except ValueError:
        pass
    raise wrong_call(f"“{text}”不是有效的日期,应写作 2026-09-30,且这一天确实存在。")


def user_named(name):
    """The account to act for; None is the system."""
    if not name:
        return None
    user = get_user_model().objects.filter(username=name, is_active=True).first()
    if user is None:
        raise wrong_call(f"没有账号“{name}”,或已停用。")
    return user
