"""Opening periods: one row for every community, group and period, so that what is missing can be seen."""

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.choices import Role
from communities.models import Community, ReportingPeriod, StreetBatch, Submission
from communities.submissions import calendar, groups, hands
from communities.submissions.choices import BatchState
from records.history import acting

MANY = 500


def open_period(*, group, on, area_code="", due_on=None, user=None):
    """The period of the group that contains the day, with a submission for every community inside the area.

    Again: adds what is missing (a community established since), changes nothing else.
    """
    sheets = groups.get(group)
    first = calendar.first_day(sheets.rhythm, on)
    with acting(user, _("开启报送期")):
        period, _is_new = ReportingPeriod.objects.get_or_create(
            kind=sheets.rhythm,
            started_on=first,
            defaults={"due_on": due_on or calendar.due_day(sheets.rhythm, first)},
        )
        _add_missing(period, sheets, area_code, due_on or period.due_on)
    return period


def _add_missing(period, group, area_code, due_on):
    day = min(period.last_day, timezone.localdate())
    missing = Community.objects.existing(on=day).filter(code__startswith=area_code)
    missing = missing.exclude(submissions__in=Submission.objects.filter(period=period, group=group.slug))
    codes = dict(missing.values_list("pk", "code"))
    same = {"period": period, "group": group.slug}
    streets = sorted({code[:9] for code in codes.values()})
    boards = [StreetBatch(street=street, due_on=due_on, **same) for street in streets]
    StreetBatch.objects.bulk_create(boards, ignore_conflicts=True)
    batches = dict(StreetBatch.objects.filter(street__in=streets, **same).values_list("street", "pk"))
    Submission.objects.bulk_create(
        [Submission(community_id=pk, batch_id=batches[code[:9]], **same) for pk, code in codes.items()],
        batch_size=5000,
        ignore_conflicts=True,
    )
    if len(codes) > MANY:
        # The locks' triggers keep their plans: those made while the table was small are slow from now on.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE communities_submission, communities_reportingperiod")


def open_for_county(*, county, group, on, user, reason, due_on=None):
    """The county opens a period by hand, for its communities alone, or sets another due day for its streets; what it
    has locked already stays as it was judged."""
    hands.require_role(user, Role.COUNTY_REVIEWER, county)
    first = calendar.first_day(groups.get(group).rhythm, on)
    if first > timezone.localdate():
        raise ValidationError({"on": _("这一报送期%s才开始,还不能开启。") % first})
    if due_on and due_on < first:
        raise ValidationError({"due_on": _("截止日期不能早于报送期的第一天。")})
    with acting(user, reason):
        period = open_period(group=group, on=on, area_code=county, user=user)
        if due_on:
            open_ones = StreetBatch.objects.inside(county).exclude(state=BatchState.APPROVED)
            open_ones.filter(period=period, group=group).update(due_on=due_on, version=F("version") + 1)
    return period


def open_periods(*, on=None):
    """The periods of all groups that contain the day, everywhere. The nightly duty."""
    on = on or timezone.localdate()
    return [open_period(group=group.slug, on=on) for group in groups.every()]
