"""导入 in the menu, and where a finished step goes on."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities import workbench
from communities.models import UploadedSheet
from communities.uploads.access import imports_anything
from communities.uploads.services import start, start_applying

workbench.entry(
    title=_("导入"), url_name="communities:import_list", permission=imports_anything, group=_("工作"), order=11
)


def _page(job):
    return reverse("communities:import_detail", args=[job.params["upload"]])


def _again(job, *, user):
    upload = UploadedSheet.objects.get(pk=job.params["upload"], user=user)
    return start_applying(upload=upload) if job.kind == "sheet_apply" else start(upload, job.kind)


for kind in ("sheet_head", "sheet_preview", "sheet_apply"):
    workbench.result_page(kind)(_page)
    workbench.followed_on(kind)(_page)
    workbench.retried_by(kind)(_again)
