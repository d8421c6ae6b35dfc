"""The next report looks again: what passes is proposed for closing, what still fails goes back to work."""

from django.utils.translation import gettext as _

from communities.choices import WIDTHS
from compliance.choices import Verdict
from compliance.following_reports import after_report
from compliance.models import Result
from records.history import acting
from rectification.choices import State
from rectification.models import Finding
from rectification.services import measured, send_back


@after_report
def recheck(report):
    """Findings about an indicator inside the report's area, found by its day and not yet checked by a later one."""
    findings = Finding.objects.standing().inside(report.area_code).filter(found_on__lte=report.as_of)
    findings = findings.exclude(indicator="").exclude(checked_on__gte=report.as_of)
    by_key = {(one.place, one.indicator): one for one in findings}
    places = {place for place, _indicator in by_key}
    results = Result.objects.filter(report=report, row__report=report, row__code__in=places).select_related("row")
    levels = {width: level for level, width in WIDTHS.items()}
    with acting(None, _("复核:测算报告 %s") % report):
        for result in results:
            finding = by_key.get((result.row.code, result.indicator))
            if finding and result.row.level == levels[len(result.row.code)]:
                judge_again(finding, report, result)


def judge_again(finding, report, result):
    """What one result says of one finding."""
    if result.verdict not in (Verdict.PASS, Verdict.FAIL):
        return
    finding.checked_on = report.as_of
    finding.check_said = f"{result.get_verdict_display()}:{measured(result)}"[:120]
    if result.verdict == Verdict.PASS and finding.state == State.OPEN:
        finding.state, finding.done_on, finding.done_by = State.DONE, report.as_of, None
        finding.result = _("复核达标:%s") % finding.check_said
    elif result.verdict == Verdict.FAIL and finding.state == State.DONE and finding.done_on <= report.as_of:
        send_back(finding)
    finding.save()
