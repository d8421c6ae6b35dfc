"""Which report a paper is made of."""

from communities.choices import LEVEL_OF_WIDTH
from compliance.models import Report, Row


def days_of(user, area):
    """Standing reports within reach that hold the area, the newest day first, one for each day: a published one before
    others."""
    around = Report.objects.visible_to(user).standing().covering(area)
    holding = Row.objects.filter(report__in=around.values("pk"), level=LEVEL_OF_WIDTH.get(len(area), ""), code=area)
    newest = {}
    for report in Report.objects.filter(pk__in=holding.values("report_id")).order_by("-as_of", "state", "-pk"):
        newest.setdefault(report.as_of, report)
    return list(newest.values())


def find(user, area, on):
    """The report of the day; None where the day has none that holds the area."""
    return next((report for report in days_of(user, area) if report.as_of == on), None)
