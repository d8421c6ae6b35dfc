"""Findings that are overdue, told once for each day they were due."""

from django.utils.translation import gettext as _

from communities.alerts import source
from communities.models import Alert
from communities.registers import get
from rectification.models import Finding


@source
def overdue(today):
    register = get(Finding)
    return [
        Alert(
            key=f"overdue:{one.pk}:{one.due_on}",
            kind="overdue",
            place=one.place,
            title=(_("整改逾期(期限 %(due)s):%(title)s") % {"due": one.due_on, "title": one})[:200],
            url=register.url("detail", one.pk),
            permission="rectification.view_finding",
        )
        for one in Finding.objects.overdue(on=today)
    ]
