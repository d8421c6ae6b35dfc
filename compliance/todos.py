"""What waits at the desk of a city about figures: counties whose gaps leave verdicts open."""

from django.db.models import F, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.choices import Level
from communities.own_todos import FEW, GAPS
from communities.todos import Todo, is_wide, todo
from compliance.models import Result
from compliance.subjects import report_for


@todo("unknown-by-county", group=GAPS, order=21, permission="compliance.view_report", is_for_all=True)
def unknown_by_county(user, _today):
    """Verdicts of the newest report that gaps leave open, by county, the most first."""
    report = report_for(user) if is_wide(user) else None
    if report is None:
        return None
    counties = Result.objects.at(report, level=Level.COUNTY, area="").visible_to(user)
    rows = counties.filter(unknown__gt=0).values(code=F("row__code"), name=F("row__name"))
    found = rows.annotate(open=Sum("unknown")).order_by("-open", "code")
    total = sum(row["open"] for row in found)
    told = {"count": total, "counties": len(found), "day": report.as_of}
    lines = tuple(
        (_("%(name)s %(open)s 项") % row, f"{reverse('compliance:overview')}?area={row['code']}") for row in found[:FEW]
    )
    title = _("数据不全、无法判定的社区指标 %(count)s 项,涉及 %(counties)s 个区县(截至%(day)s)") % told
    return Todo(title=title, count=total, url=reverse("compliance:overview"), lines=lines, is_urgent=False)
