"""The life of an uploaded file, step by step."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import UploadedSheet
from communities.official.producing import default_area
from communities.uploads import files
from communities.uploads.access import reach_of
from communities.uploads.headers import read_head, remember
from communities.uploads.undoing import WITHIN
from jobs.services import enqueue
from sheets import registry
from sheets.export import clean
from sheets.reading import BadFile

AT_ONCE = 2 * 1024 * 1024  # a larger file is opened in the background
State = UploadedSheet.State


def receive(*, user, sheet, content, file_name):
    """Keep a file. The same file, applied already, still on its way, or waiting: that one is returned instead."""
    stored_as, sha256, size = files.keep(content, file_name)
    values = {"user": user, "sheet": sheet.name, "reach": reach_of(user), "sha256": sha256}
    known = _same_file(**values)
    if known:
        files.remove(stored_as)
        return known, False
    upload = UploadedSheet.objects.create(
        **values, stored_as=stored_as, size=size, file_name=clean(file_name)[-200:], area=default_area(user)
    )
    if size > AT_ONCE:
        start(upload, "sheet_head")
    else:
        open_file(upload)
    return upload, True


def _same_file(*, user, sheet, reach, sha256):
    same = UploadedSheet.objects.filter(sheet=sheet, reach=reach, sha256=sha256, refused="")
    mine = same.filter(user=user, state__in=UploadedSheet.OPEN).filter(uploaded_at__gt=timezone.now() - WITHIN)
    return same.filter(state=State.APPLIED).first() or mine.first()


def open_file(upload):
    """Look for the header; a file that cannot be taken says why, and is not kept."""
    try:
        head = read_head(files.path_of(upload))
    except BadFile as error:
        return refuse(upload, str(error))
    if not head:
        return refuse(upload, _("文件里没有内容,请检查后重新上传。"))
    upload.head = head
    upload.save(update_fields=["head"])
    return upload


def refuse(upload, reason):
    upload.refused, upload.state = clean(reason)[:500], State.DISCARDED
    upload.save(update_fields=["refused", "state"])
    files.remove(upload.stored_as)
    return upload


def start(upload, kind):
    """Begin a step in the background. A step under way is not begun twice."""
    with transaction.atomic():
        upload_now = UploadedSheet.objects.select_for_update(of=["self"]).select_related("job").get(pk=upload.pk)
        job = upload_now.job
        if job is not None and not job.is_over:
            return job
        job = enqueue(kind, user=upload.user, area_code=upload.area, params={"upload": upload.pk})
        UploadedSheet.objects.filter(pk=upload.pk).update(job=job)
        upload.job = job
    return job


def match_headers(*, upload, header_row, columns, roster=""):
    """The clerk has said which column is which, `{index: name}`; remember it, and begin to check the rows."""
    sheet = registry.get(upload.sheet)
    header = dict(upload.head)[header_row]
    with transaction.atomic():
        remember(sheet, upload.area, [(header[index], name) for index, name in columns.items()])
        upload.mapping = {"header_row": header_row, "columns": columns}
        upload.roster, upload.state = roster if sheet.roster else "", State.MAPPED
        upload.save(update_fields=["mapping", "roster", "state"])
        return start(upload, "sheet_preview")


def decide(*, upload, choices):
    """What becomes of rows the roster does not mention: `{id: choice}`, added to what was said before."""
    upload.choices = {**upload.choices, **choices}
    upload.save(update_fields=["choices"])


def start_applying(*, upload):
    """Raises ValidationError while something is open."""
    if upload.state != State.PREVIEWED:
        raise ValidationError(_("这份文件还没有核对,或已经应用。"))
    if upload.preview["findings"]:
        raise ValidationError(_("还有错误,一行也没有应用。请在原表中改正后重新上传。"))
    undecided = upload.preview["missing"] - len(upload.choices)
    if undecided > 0:
        raise ValidationError(_("还有%s条表中没有的记录没有选择处理办法。") % undecided)
    return start(upload, "sheet_apply")


def discard(*, upload):
    """The clerk gives up; nothing was changed."""
    UploadedSheet.objects.filter(pk=upload.pk, state__in=UploadedSheet.OPEN).update(state=State.DISCARDED)
    files.remove(upload.stored_as)


def remove_old():
    """Files and previews of a day ago are gone; what was applied stays told."""
    moment = timezone.now() - WITHIN
    UploadedSheet.objects.filter(state__in=UploadedSheet.OPEN, uploaded_at__lt=moment).update(state=State.DISCARDED)
    for name in files.stored_before(moment):
        files.remove(name)
