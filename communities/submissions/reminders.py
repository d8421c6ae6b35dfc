"""催报: who is late, told in the workbench and on paper."""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.choices import Level, Role
from communities.models import Area, Reminder, Submission
from records.history import acting

REMINDING = [Role.STREET_REVIEWER, Role.STREET_CLERK, Role.COUNTY_REVIEWER]


def remind(*, submissions, user, message=""):
    """Record a reminder for each of the late ones among these submissions within the user's reach.

    Shown on the communities' desks until they hand in. Raises where none of them is late.
    """
    if not user.postings.open(on=timezone.localdate()).filter(role__in=REMINDING).exists():
        raise PermissionDenied(_("催报由街道或区县办理。"))
    today = timezone.localdate()
    wanted = Submission.objects.filter(pk__in=[submission.pk for submission in submissions])
    with acting(user, _("催报")):
        late = list(wanted.visible_to(user).late(on=today).select_related("period", "batch"))
        if not late:
            raise ValidationError(_("所选的报送没有逾期,无需催报。"), code="state")
        return Reminder.objects.bulk_create(
            Reminder(submission=submission, by=user, message=message, days_late=(today - submission.batch.due_on).days)
            for submission in late
        )


@dataclass
class Notice:
    """A 催报单 to one street: what is late there, for print."""

    street: str
    name: str
    authority: str
    on: object
    rows: list = field(default_factory=list)


@dataclass(frozen=True)
class LateRow:
    community: str
    group: str
    period: str
    state: str
    due_on: object
    days_late: int
    reminders: int


def notices(*, user, on=None, area_code=""):
    """One notice per street with late submissions within the user's reach, ready to be printed."""
    on = on or timezone.localdate()
    late = Submission.objects.visible_to(user).late(on=on).filter(community__code__startswith=area_code)
    sheets = {}
    for row in late.board().order_by("community__code", "period__started_on", "group"):
        street = row.community.code[: Level.STREET.width]
        sheets.setdefault(street, Notice(street, street, "", on)).rows.append(_late_row(row, on))
    for area in Area.objects.filter(code__in=sheets):
        sheets[area.code].name, sheets[area.code].authority = area.name, area.authority
    return list(sheets.values())


def _late_row(submission, on):
    return LateRow(
        community=submission.community.name,
        group=str(submission.group_title),
        period=str(submission.period),
        state=submission.get_state_display(),
        due_on=submission.batch.due_on,
        days_late=(on - submission.batch.due_on).days,
        reminders=submission.reminders_sent,
    )
