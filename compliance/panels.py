"""Whether a community has enough: the newest figures in plain words."""

from django.utils.translation import gettext_lazy as _

from communities.choices import Level
from communities.panels import panel
from compliance.choices import Verdict
from compliance.figures import figures
from compliance.models import Report, Result, Row
from compliance.publicity import Openness
from compliance.subjects import report_for

FIRST = {Verdict.FAIL: 0, Verdict.PASS: 1, Verdict.UNKNOWN: 2, Verdict.EXEMPT: 3}


@panel("figures", title=_("够不够"), template="compliance/panel.html", order=20, is_wide=True)
def enough(visit):
    """Judged figures as sentences, the others as a table. The public sees what is published and open."""
    return told(visit)


def told(visit, plan=None):
    """What the panel says; `plan`: to the public, as if this `Opening` had been released."""
    community = visit.community
    report = Report.objects.published().covering(community.code).newest() if visit.is_public else report_for(visit.user)
    row = report and Row.objects.filter(report=report, level=Level.COMMUNITY, community_id=community.pk).first()
    if not row:
        return None if visit.is_public else {"report": None}
    results = Result.objects.filter(report=report, row=row)
    if visit.is_public:
        openness = Openness(community.code, plan)
        results = [result for result in results if openness.shows(result, community.code, Level.COMMUNITY)]
    found = sorted(figures(results), key=lambda figure: FIRST[figure.verdict])
    judged = [figure for figure in found if figure.verdict != Verdict.EXEMPT]
    others = [figure for figure in found if figure.verdict == Verdict.EXEMPT and figure.result.value is not None]
    found = {"report": report, "row": row, "judged": judged, "others": others, "is_public": visit.is_public}
    return found | {"is_office": not visit.is_public and visit.user.has_perm("compliance.view_standard")}
