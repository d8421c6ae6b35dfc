"""What is locked, what is opened again for a while, and which streets keep a report from being official."""

import datetime

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.choices import Level, Role
from communities.models import Area, Community, LockException, Submission
from communities.submissions import groups, hands
from communities.submissions.choices import State
from records.history import acting

LONGEST_EXCEPTION = datetime.timedelta(days=31)


def grant_exception(*, submission, user, started_on, ended_on, reason):
    """The county opens one locked submission for correction, from a day until another (no longer included)."""
    hands.require_role(user, Role.COUNTY_REVIEWER, submission.community.code)
    if not reason.strip():
        raise ValidationError({"reason": _("请写明理由。")}, code="required")
    if started_on < timezone.localdate():
        raise ValidationError({"started_on": _("开放起始日期不能早于今天。")}, code="out_of_range")
    if not started_on < ended_on <= started_on + LONGEST_EXCEPTION:
        raise ValidationError({"ended_on": _("恢复锁定日期应在开放起始日期之后,且不超过31天。")}, code="out_of_range")
    with acting(user, reason):
        locked = Submission.objects.select_for_update().get(pk=submission.pk)
        if locked.state != State.APPROVED:
            raise ValidationError(_("只有已锁定的报送才需要限期更正。"), code="state")
        return LockException.objects.create(
            submission=locked, started_on=started_on, ended_on=ended_on, reason=reason, granted_by=user
        )


def end_exception(*, exception, user, reason=""):
    """Lock again before the day that was set."""
    hands.require_role(user, Role.COUNTY_REVIEWER, exception.submission.community.code)
    today = timezone.localdate()
    with acting(user, reason or _("提前恢复锁定")):
        stored = LockException.objects.select_for_update().get(pk=exception.pk)
        if today > stored.started_on:
            stored.ended_on = min(stored.ended_on, today)
            stored.save(update_fields=["ended_on"])
        else:
            stored.delete()
    return stored


def unlocked_streets(area_code, on):
    """The streets inside the area with anything not yet locked for the period that contains the day.

    [(code, name), …] by code, with the divisions of that day; empty where a report as of the day is official.
    """
    waiting = Q(pk__in=[])
    for group in groups.every():
        period = {"period__kind": group.rhythm, "period__started_on": group.first_day_for(on)}
        approved = Submission.objects.approved().filter(group=group.slug, **period)
        waiting |= ~Q(pk__in=approved.values("community"))
    communities = Community.objects.as_of(on).filter(waiting, code_on__startswith=area_code)
    codes = communities.annotate(street=Left("code_on", Level.STREET.width)).order_by().values_list("street", flat=True)
    codes = sorted(set(codes))
    names = dict(Area.objects.filter(code__in=codes).values_list("code", "name"))
    return [(code, names.get(code, code)) for code in codes]
