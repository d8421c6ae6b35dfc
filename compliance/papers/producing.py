"""A paper as a file: asked for on its page, written in the background, handed out for a day."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.doing import at_work
from compliance.models import PaperFile, Report
from compliance.papers import pdf
from compliance.papers.book import write_book
from compliance.papers.content import paper_of
from compliance.papers.texts import texts_of
from compliance.papers.word import write_word
from compliance.subjects import subject

KEPT = timedelta(hours=24)
PERMISSION = "compliance.export_report"
OFFICE = "application/vnd.openxmlformats-officedocument."
FORMS = {
    "docx": (write_word, f"{OFFICE}wordprocessingml.document"),
    "xlsx": (write_book, f"{OFFICE}spreadsheetml.sheet"),
    "pdf": (pdf.write_pdf, "application/pdf"),
}


def subject_for(user, report_id, area):
    """What the account may take of the report now. Raises `PermissionDenied` where it is nothing."""
    at_work(user, PERMISSION)
    if user is None or not (user.is_active and user.has_perm(PERMISSION)):
        raise PermissionDenied(_("没有下载调研报告的权限。"))
    report = Report.objects.visible_to(user).filter(pk=report_id).first()
    try:
        return subject(report, user, area) if report else _nothing()
    except Http404:
        return _nothing()


def _nothing():
    raise PermissionDenied(_("这份测算报告或这一区划不在您的辖区内,或已不存在。"))


def as_params(report, area, version, form):
    """A request as the params of a job."""
    return {"report": report.pk, "area": area, "version": version, "form": form}


def produce(run):
    """What the job does: the file and the end of the job appear together."""
    asked = run.params
    found = subject_for(run.user, asked["report"], asked["area"])
    texts = texts_of(found.code, found.report.as_of, asked["version"])
    if texts is None or asked["form"] not in FORMS:
        raise PermissionDenied(_("没有这一版文字,请回到调研报告页重新选择。"))
    content = FORMS[asked["form"]][0](paper_of(found, texts), moment(found.report, texts))
    made = PaperFile.objects.create(
        user=run.user,
        job_id=run.job.pk,
        report_id=found.report.pk,
        area=found.code,
        version=texts.version,
        form=asked["form"],
        name=file_name(found, texts, asked["form"]),
        content=content,
    )
    run.finish({"file": made.pk})


def moment(report, texts):
    """When what the paper says was settled: the same for the same report and texts."""
    return texts.stored.saved_at if texts.stored else report.built_at


def file_name(found, texts, form):
    words = {"name": found.row.name, "day": f"{found.report.as_of:%Y%m%d}", "version": texts.version, "form": form}
    return _("%(name)s调研报告_%(day)s_第%(version)d版.%(form)s") % words


def kept():
    """Condition on `made_at`: not yet due for removal."""
    return Q(made_at__gt=timezone.now() - KEPT)


def remove_old_papers():
    """After a day a file is gone; it can be made again, byte for byte."""
    PaperFile.objects.exclude(kept()).delete()
