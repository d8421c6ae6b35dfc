"""What every dated act must keep, whichever register it changes: within reach, on a sensible day, in a living place."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.access import reaches

AHEAD = datetime.timedelta(days=31)
"""How early an act may be entered: next month's is known, next year's is not."""
UNTIL_TODAY = datetime.timedelta(0)
"""For what is entered when it has happened."""


def refusal(field, message, code, **params):
    """A `ValidationError` beside a field of the form; the codes are those of sheets."""
    return ValidationError({field: ValidationError(message, code=code, params=params or None)})


def check_reach(user, *communities, field="community"):
    """Nobody acts outside their reach; that a place exists there is not told."""
    if not all(reaches(user, community.code) for community in communities):
        raise refusal(field, _("不在您的辖区内,不能办理。"), "foreign_territory")


def check_day(on, *, field="on", ahead=AHEAD):
    """Not further ahead than an office plans."""
    latest = timezone.localdate() + ahead
    if on > latest:
        text = _("日期不能晚于%(latest)s。") if ahead else _("日期不能晚于今天(%(latest)s)。")
        raise refusal(field, text, "out_of_range", latest=latest)


def check_exists(community, on, *, field="on"):
    """The community has been established by the day and not yet abolished."""
    if community.established_on and on < community.established_on:
        text = _("%(place)s设立于%(day)s,日期不能早于它。")
        raise refusal(field, text, "order", place=community, day=community.established_on)
    if community.abolished_on and on >= community.abolished_on:
        text = _("%(place)s已于%(day)s撤销。")
        raise refusal(field, text, "order", place=community, day=community.abolished_on)
