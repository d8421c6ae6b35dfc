"""Reports: computed in one go, then frozen; published by somebody else than who had them built."""

import re
import time

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.access import reaches
from communities.models import Area
from communities.places import is_known
from compliance import registry
from compliance.choices import ReportState
from compliance.engine import build, measure
from compliance.models import Digest, Report, Result, Row
from compliance.refusing import refuse
from jobs.models import Job
from jobs.snapshot import shared_view
from records.site import is_demo

__all__ = ["build_report", "check_area", "measure", "publish_report", "remove_unfinished", "withdraw_report"]

# A report that begins from now on has a higher number.
LAST = "SELECT last_value FROM compliance_report_id_seq"
UNFINISHED = """
SELECT number FROM generate_series(1, %s) number
WHERE NOT EXISTS (SELECT FROM compliance_report report WHERE report.id = number)
  AND EXISTS (SELECT FROM compliance_row row WHERE row.report_id = number)
"""
CODE = re.compile(r"\d{2}|\d{4}|\d{6}|\d{9}")


def check_area(area, *, user=None):
    """Refuse, with the reason, an area no report can be made of."""
    if not CODE.fullmatch(area):
        refuse(_("区划编码“%(area)s”应为2、4、6或9位数字,如 50、500103。"), "invalid_code", area=area)
    if not reaches(user, area):
        refuse(_("区划 %(area)s 不在您的辖区内,请选择辖区内的区划。"), "foreign_territory", area=area)
    if not is_known(area):
        shorter = area.rstrip("0")
        shorter += "0" * (len(shorter) % 2)
        hint = _("编码末尾不补零,是否应为 %(shorter)s?") % {"shorter": shorter} if len(shorter) < len(area) else ""
        refuse(_("没有编码为 %(area)s 的区划。%(hint)s"), "unknown_code", area=area, hint=hint)


def build_report(*, area, on, user=None, month="", progress=None):
    """Compute every indicator of the area and of everything in it as of a day, and store it as a report.

    Runs in the caller's transaction, which should be one snapshot. Where that has written nothing yet, other
    transactions compute the parts of a large area and commit them before the report itself appears; what a report that
    never appeared has left behind is removed by `remove_unfinished`. `month` marks the draft of a month, which replaces
    the earlier one.
    """
    check_area(area, user=user)
    began = time.monotonic()
    view = shared_view()
    with transaction.atomic():
        number, communities = build(registry.indicators(), area=area, on=on, view=view, progress=progress)
        if not communities:
            refuse(_("区划 %(area)s 在 %(on)s 没有社区,无法生成报告。"), "no_communities", area=area, on=on)
        if month:
            _remove_drafts(area, month)
        name = Area.objects.filter(code=area).values_list("name", flat=True).first() or area
        return Report.objects.create(
            pk=number,
            area_code=area,
            area_name=name,
            as_of=on,
            built_by=user,
            month=month,
            communities=communities,
            is_demo=is_demo(),
            seconds=round(time.monotonic() - began, 3),
        )


def remove_unfinished():
    """Remove rows and results stored for reports that never appeared, because their job was stopped; returns how many.

    Nothing is removed while a report is being computed: its rows belong to no report yet either.
    """
    with connection.cursor() as cursor:
        cursor.execute(LAST)
        (last,) = cursor.fetchone()
        if Job.objects.filter(kind="report", state=Job.State.RUNNING).exists():
            return 0
        cursor.execute(UNFINISHED, [last])
        unfinished = [number for (number,) in cursor.fetchall()]
    for model in (Result, Row):
        model.objects.filter(report_id__in=unfinished)._raw_delete(connection.alias)
    return len(unfinished)


def _remove_drafts(area, month):
    """Without collecting a million rows in memory: nothing else refers to them."""
    for draft in Report.objects.filter(area_code=area, month=month, state=ReportState.READY):
        for model in (Digest, Result, Row):
            rows = model.objects.filter(report=draft)
            rows._raw_delete(connection.alias)
        Report.objects.filter(pk=draft.pk)._raw_delete(connection.alias)


def publish_report(report, *, user=None):
    """Open a report to the public, as far as `Publication` goes. `user=None` is the system itself."""
    if user is not None:
        _check_right(report, user)
        if user.pk == report.built_by_id:
            refuse(_("报告由您生成,请由另一位有发布权限的人员发布。"), "same_person")
    released = {"state": ReportState.PUBLISHED, "published_by": user, "published_at": timezone.now()}
    if not Report.objects.filter(pk=report.pk, state=ReportState.READY).update(**released):
        refuse(_("只有已完成、未发布的报告可以发布。"), "wrong_state")
    report.refresh_from_db()
    return report


def withdraw_report(report, *, user=None):
    """Take a published report back; its figures stay as they were."""
    if user is not None:
        _check_right(report, user)
    published = Report.objects.filter(pk=report.pk, state=ReportState.PUBLISHED)
    if not published.update(state=ReportState.WITHDRAWN):
        refuse(_("只有已发布的报告可以撤回。"), "wrong_state")
    report.refresh_from_db()
    return report


def _check_right(report, user):
    if not user.has_perm("compliance.publish_report") or not reaches(user, report.area_code):
        refuse(_("您没有发布该区划报告的权限。"), "foreign_territory")
