"""What submissions give to tell: sent back, locked. And the night's job that tells it all."""

import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities import alerts
from communities.models import Alert, Submission
from communities.submissions.choices import State
from jobs.registry import daily, periodic

PERMISSION = "communities.view_submission"
DAYS = datetime.timedelta(days=3)
"""How far back a night looks: one that was missed is made up for."""


@alerts.source
def returned(_today):
    """Submissions sent back and not handed in again: once for each time they had been handed in."""
    rows = Submission.objects.filter(state=State.RETURNED).select_related("community", "period")
    return [_alert("returned", row, row.submitted_at, _("被退回:%s")) for row in rows]


@alerts.source
def locked(_today):
    """Submissions approved in the last days: from then on their figures stand."""
    rows = Submission.objects.filter(state=State.APPROVED, approved_at__gte=timezone.now() - DAYS)
    rows = rows.select_related("community", "period")
    return [_alert("locked", row, row.approved_at, _("已锁定:%s")) for row in rows]


def _alert(kind, row, at, words):
    return Alert(
        key=f"{kind}:{row.pk}:{at:%Y%m%d%H%M%S}" if at else f"{kind}:{row.pk}",
        kind=kind,
        place=row.community.code,
        title=(words % f"{row.community} {row.period} {row.group_title}")[:200],
        url=reverse("communities:submission_detail", args=[row.pk]),
        permission=PERMISSION,
    )


@periodic("alerts", title=gettext_lazy("提醒"), due=daily(datetime.time(6, 0)))
def run_alerts(run):
    with transaction.atomic():
        alerts.collect(timezone.localdate())
        run.finish({})
    alerts.send_digests(timezone.now() - datetime.timedelta(days=1))
