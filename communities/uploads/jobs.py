"""The steps that run in the background, and the hourly removal of old files."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities.models import UploadedSheet
from communities.uploads.applying import apply
from communities.uploads.previewing import preview
from communities.uploads.services import open_file, remove_old
from jobs.registry import handler, hourly, periodic
from jobs.running import Refused


@handler("sheet_head", title=_("读取上传的表"))
def run_head(run):
    upload = UploadedSheet.objects.get(pk=run.params["upload"])
    with transaction.atomic():
        open_file(upload)
        run.finish({"upload": upload.pk})


@handler("sheet_preview", title=_("核对上传的表"))
def run_preview(run):
    try:
        preview(run)
    except PermissionDenied as refusal:
        raise Refused(str(refusal)) from refusal


@handler("sheet_apply", title=_("导入"))
def run_apply(run):
    try:
        apply(run)
    except PermissionDenied as refusal:
        raise Refused(str(refusal)) from refusal


@periodic("remove_uploads", title=_("清理到期的上传文件"), due=hourly)
def run_removal(run):
    with transaction.atomic():
        remove_old()
        run.finish()
