"""The way from a report to findings."""

from django.urls import reverse
from django.utils.translation import gettext as _

from compliance.report_buttons import report_button


@report_button
def list_failing(report, indicator, area, user):
    """For who may enter findings: those of the failing communities, many at once."""
    if indicator is None or not user.has_perm("rectification.add_finding"):
        return None
    url = reverse("rectification:finding_report", args=[report.pk, indicator.slug])
    return _("列入整改"), f"{url}?area={area}"
