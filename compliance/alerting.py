"""What a report brings that was not so before: communities, and counties with communities, that newly fail."""

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.alerts import tell
from communities.choices import Level
from communities.models import Alert
from compliance import registry
from compliance.following_reports import after_report
from compliance.models import Report

# Both reports are entered by their unique index; what advises only is no alarm.
NEWLY_FAILING = """
SELECT place.level, place.code, place.name, now.indicator
FROM compliance_row place
JOIN compliance_result now ON now.report_id = place.report_id AND now.row_id = place.id
JOIN compliance_row earlier ON earlier.report_id = %(before)s AND earlier.level = place.level
     AND earlier.code = place.code
JOIN compliance_result was ON was.report_id = earlier.report_id AND was.row_id = earlier.id
     AND was.indicator = now.indicator
WHERE place.report_id = %(report)s AND now.verdict = 'fail' AND NOT now.advisory AND was.verdict <> 'fail'
ORDER BY place.code, now.indicator
"""


def previous(report):
    """The report of the same area that was the newest when this one was made."""
    earlier = Report.objects.standing().filter(area_code=report.area_code, as_of__lte=report.as_of, pk__lt=report.pk)
    return earlier.newest()


def newly_failing(report, before):
    with connection.cursor() as cursor:
        cursor.execute(NEWLY_FAILING, {"report": report.pk, "before": before.pk})
        return cursor.fetchall()


@after_report
def tell_newly_failing(report):
    """One alert for each place and indicator that passed, or was not judged, and fails now; counties get a count."""
    before = previous(report)
    if before is None:
        return
    titles = dict(registry.choices())
    found = [one for one in newly_failing(report, before) if one[3] in titles]
    page = reverse("compliance:report_detail", args=[report.pk])
    own = [_alert(report, page, place, titles) for place in found]
    tell([*own, *_counted(report, page, found, titles)])


def _alert(report, page, place, titles):
    _level, code, name, slug = place
    words = {"name": name, "title": titles[slug], "day": report.as_of}
    return Alert(
        key=f"failing:{code}:{slug}:{report.as_of}",
        kind="failing",
        place=code,
        title=_("新增未达标:%(name)s“%(title)s”(截至 %(day)s)") % words,
        url=f"{page}?area={code}&indicator={slug}",
        permission="compliance.view_report",
    )


def _counted(report, page, found, titles):
    """For who looks after counties: how many communities of each newly fail an indicator."""
    counts = {}
    for level, code, _name, slug in found:
        if level == Level.COMMUNITY:
            key = (code[: Level.COUNTY.width], slug)
            counts[key] = counts.get(key, 0) + 1
    called = dict(report.rows.filter(code__in={code for code, _slug in counts}).values_list("code", "name"))
    for (code, slug), count in counts.items():
        words = {"name": called.get(code, code), "title": titles[slug], "count": count, "day": report.as_of}
        yield Alert(
            key=f"failing-count:{code}:{slug}:{report.as_of}",
            kind="failing",
            place=code,
            title=_("新增未达标社区 %(count)s 个:%(name)s“%(title)s”(截至 %(day)s)") % words,
            url=f"{page}?area={code if called.get(code) else report.area_code}&indicator={slug}&verdict=fail",
            permission="compliance.view_report",
        )
