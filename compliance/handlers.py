"""Background work: computing a report, and the nightly drafts of the counties in use."""

import datetime
from datetime import time

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.choices import WIDTHS, Level
from communities.models import Community, Posting
from communities.official.jobs import hourly
from compliance.counts.keeping import KIND, asked_by, both
from compliance.following_reports import follow, key_of
from compliance.models import Report
from compliance.papers.pdf import NotHere
from compliance.papers.producing import produce, remove_old_papers
from compliance.services import build_report, publish_report, remove_unfinished
from jobs.registry import daily, handler, periodic
from jobs.running import Refused
from jobs.services import enqueue
from jobs.snapshot import snapshot

NIGHT = time(1, 30)
DAWN = time(4, 40)


@handler("report", title=_("测算报告"))
def run_report(run):
    """One report from one view of the database; it appears together with the end of its job, or not at all."""
    on = datetime.date.fromisoformat(run.params["as_of"])
    try:
        with snapshot():
            report = build_report(
                area=run.area_code,
                on=on,
                user=run.user,
                month=run.params.get("month", ""),
                progress=run.progress,
            )
            if run.params.get("publish"):
                publish_report(report, user=run.user)
            enqueue("follow-report", area_code=run.area_code, params={"report": report.pk}, key=key_of(report))
            run.finish({"report": report.pk})
    except ValidationError as refusal:
        raise Refused(" ".join(refusal.messages)) from refusal


@handler("paper", title=_("调研报告成文"))
def run_paper(run):
    """One file of a paper; what it says does not change while it is written."""
    try:
        with transaction.atomic():
            produce(run)
    except (PermissionDenied, NotHere) as refusal:
        raise Refused(str(refusal)) from refusal


@handler(KIND, title=_("社会服务统计"))
def run_count(run):
    """The numbers of a large area on both days; they are kept in the job."""
    with transaction.atomic():
        rows, counted = [], both(run.area_code, *asked_by(run))
        for counts in counted:
            run.progress(len(rows), len(counted))
            rows.append(counts.rows)
        run.finish({"rows": rows})


@periodic("remove_papers", title=_("清理到期的调研报告文件"), due=hourly)
def run_removal(run):
    with transaction.atomic():
        remove_old_papers()
        run.finish()


@periodic("remove_unfinished", title=_("清理未完成报告的残留数据"), due=daily(DAWN))
def run_unfinished(run):
    with transaction.atomic():
        run.finish({"removed": remove_unfinished()})


@handler("follow-report", title=_("报告后续处理"))
def run_following(run):
    """What follows from a report; a draft may have been replaced in the meantime."""
    with transaction.atomic():
        report = Report.objects.filter(pk=run.params["report"]).first()
        if report is not None:
            follow(report)
        run.finish({})


@periodic("draft", title=_("当月草稿"), due=daily(NIGHT))
def queue_drafts(run):
    """A report for every county in use, in place of last night's."""
    day = run.params["period"][:10]
    with transaction.atomic():
        counties = counties_in_use()
        for county in counties:
            params = {"as_of": day, "month": day[:7]}
            enqueue("report", area_code=county, params=params, key=f"draft:{county}:{day}")
        run.finish({"counties": len(counties)})


def counties_in_use():
    """Counties in which somebody is posted, or of which somebody has had a report built."""
    width = WIDTHS[Level.COUNTY]
    posted = Posting.objects.open(on=timezone.localdate()).values_list("area_code", flat=True)
    reported = Report.objects.filter(month="").values_list("area_code", flat=True)
    wanted = {code[:width] for code in {*posted, *reported} if len(code) >= width}
    return sorted(
        code for code in wanted if Community.objects.filter(code__startswith=code, abolished_on=None).exists()
    )
