"""How complete and how punctual: of areas, counted in the database."""

from django.db.models import Count, F, Q
from django.db.models.functions import Left

from communities.choices import Level
from communities.models import Area, Submission
from communities.submissions.choices import UNDER_REVIEW, State


def reporting_rates(*, group, period, level=Level.STREET, area_code=""):
    """One row per area of the level: communities expected, handed in, on time, passed, approved; and the two rates.

    On time is who first handed in by the due day and did not take it back. A rate over no community is None.
    """
    expected = Submission.objects.expected().filter(group=group, period=period, community__code__startswith=area_code)
    rows = expected.annotate(area=Left("community__code", level.width)).order_by("area").values("area")
    return _named(_with_rates(_counted(rows)))


def period_rates(submissions):
    """The same of all these submissions together: one row per period and group, the newest first."""
    rows = submissions.expected().order_by("-period__started_on", "period__kind", "group")
    return _with_rates(_counted(rows.values("period", "group", "period__started_on", "period__kind")))


def _counted(rows):
    handed_in = Q(state__in=[*UNDER_REVIEW, State.APPROVED])
    return rows.annotate(
        expected=Count("pk"),
        handed_in=Count("pk", filter=handed_in),
        returned=Count("pk", filter=Q(state=State.RETURNED)),
        passed=Count("pk", filter=Q(state__in=[State.PASSED, State.SENT, State.APPROVED])),
        approved=Count("pk", filter=Q(state=State.APPROVED)),
        on_time=Count("pk", filter=Q(first_submitted_at__date__lte=F("batch__due_on"))),
    )


def _with_rates(rows):
    rows = list(rows)
    for row in rows:
        row["completeness"] = share(row["handed_in"], row["expected"])
        row["punctuality"] = share(row["on_time"], row["expected"])
    return rows


def _named(rows):
    names = dict(Area.objects.filter(code__in=[row["area"] for row in rows]).values_list("code", "name"))
    for row in rows:
        row["name"] = names.get(row["area"], row["area"])
    return rows


def share(part, whole):
    """Per cent with one place, or None."""
    return round(100 * part / whole, 1) if whole else None
