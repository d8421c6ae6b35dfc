"""How complete and how punctual: of areas, counted in the database."""

from django.db.models import Count, F, Q
from django.db.models.functions import Left, TruncDate

from communities.choices import Level
from communities.models import Area, Submission
from communities.submissions.choices import UNDER_REVIEW, State


def reporting_rates(*, group, period, level=Level.STREET, area_code=""):
    """One row per area of the level: communities expected, handed in, on time, passed, approved; and the two rates.

    On time is who first handed in by the due day and did not take it back. A rate over no community is None.
    """
    expected = Submission.objects.expected().filter(group=group, period=period, community__code__startswith=area_code)
    handed_in = Q(state__in=[*UNDER_REVIEW, State.APPROVED])
    rows = (
        expected.annotate(area=Left("community__code", level.width), first_day=TruncDate("first_submitted_at"))
        .order_by("area")
        .values("area")
        .annotate(
            expected=Count("pk"),
            handed_in=Count("pk", filter=handed_in),
            returned=Count("pk", filter=Q(state=State.RETURNED)),
            passed=Count("pk", filter=Q(state__in=[State.PASSED, State.SENT, State.APPROVED])),
            approved=Count("pk", filter=Q(state=State.APPROVED)),
            on_time=Count("pk", filter=Q(first_day__lte=F("period__due_on"))),
        )
    )
    return _with_rates(list(rows))


def _with_rates(rows):
    names = dict(Area.objects.filter(code__in=[row["area"] for row in rows]).values_list("code", "name"))
    for row in rows:
        row["name"] = names.get(row["area"], row["area"])
        row["completeness"] = share(row["handed_in"], row["expected"])
        row["punctuality"] = share(row["on_time"], row["expected"])
    return rows


def share(part, whole):
    """Per cent with one place, or None."""
    return round(100 * part / whole, 1) if whole else None
