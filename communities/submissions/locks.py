"""What is locked, and what is opened again for a while."""

import datetime

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.choices import Role
from communities.models import LockException, Submission
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


def locked_communities(on):
    """The keys of the communities whose registers are all locked for the periods that contain the day, as a subquery.

    A report as of the day is official where every community in it is among them.
    """
    settled = Q()
    for group in groups.every():
        settled |= Q(
            group=group.slug,
            period__kind=group.rhythm,
            period__started_on=group.first_day_for(on),
            state=State.APPROVED,
        )
    locked = Submission.objects.filter(settled).values("community").annotate(groups=Count("group", distinct=True))
    return locked.filter(groups=len(groups.every())).values("community")
