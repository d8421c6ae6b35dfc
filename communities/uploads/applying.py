"""应用: all rows or none, with those of the register that the clerk has ended; a file is applied once."""

import datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import UploadedSheet
from communities.uploads import files
from communities.uploads.access import check_still_allowed
from communities.uploads.movements import kept
from jobs.running import Refused
from sheets import registry
from sheets.export import clean
from sheets.services import Attendant, import_sheet

LOCK = "SELECT pg_advisory_xact_lock(hashtext('upload'), hashtext(%s))"
EVENTS = "SELECT id FROM records_event WHERE at = now() AND user_id = %s ORDER BY id"


class Applying(Attendant):
    """Writes with the file what was decided of the rows it does not mention."""

    def __init__(self, upload, run):
        self.upload, self.run, self.mapping = upload, run, upload.mapping
        self.roster = registry.get(upload.sheet).roster
        self.movements, self.ended = [], 0

    def judged(self, batch, outcome):
        if self.roster and not outcome.errors:
            self.roster.before(batch)

    def written(self, batch, outcome):
        for pk, choice in self.upload.choices.items():
            if choice["what"] == "left":
                self._end(int(pk), choice)
        if self.roster:
            self.movements = self.roster.movements(batch)

    def _end(self, pk, choice):
        reason = _("导入全量名册:%s") % self.upload.file_name
        day = datetime.date.fromisoformat(choice["on"])
        try:
            self.roster.end(pk, on=day, ending=choice["ending"], user=self.upload.user, reason=reason)
        except ValidationError as error:
            raise ValidationError(f"{choice['name']}:{''.join(error.messages)}") from error
        self.ended += 1


def apply(run):
    """What the job does, in one transaction that ends with the job."""
    with transaction.atomic():
        upload = UploadedSheet.objects.select_for_update(of=["self"]).get(pk=run.params["upload"])
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [f"{upload.sha256}{upload.sheet}{upload.reach}"])
        if upload.state == UploadedSheet.State.APPLIED:
            run.finish({"upload": upload.pk})
            return
        first = applied_before(upload)
        if first:
            UploadedSheet.objects.filter(pk=upload.pk).update(state=UploadedSheet.State.DISCARDED, same_as=first)
        else:
            _apply(upload, run)
        run.finish({"upload": upload.pk})
    files.remove(upload.stored_as)


def applied_before(upload):
    """The same file, whatever it was called, already applied within the same reach."""
    same = {"sha256": upload.sha256, "sheet": upload.sheet, "reach": upload.reach}
    return UploadedSheet.objects.filter(**same, state=UploadedSheet.State.APPLIED).first()


def _apply(upload, run):
    check_still_allowed(upload.user, upload)
    watcher = Applying(upload, run)
    reason = _("导入%(sheet)s:%(file)s") % {"sheet": registry.get(upload.sheet).title, "file": upload.file_name}
    path = files.path_of(upload)
    outcome = import_sheet(upload.sheet, path, user=upload.user, reason=reason, job=run.job, attendant=watcher)
    if not outcome.applied:
        raise Refused(_refusal(outcome))
    upload.events = _own_events(upload.user_id)
    upload.result = {
        **{name: getattr(outcome, name) for name in ("rows", "created", "updated", "unchanged")},
        "ended": watcher.ended,
        "movements": kept(watcher.movements),
        "notes": [clean(note) for note in outcome.notes[:200]],
    }
    upload.state, upload.applied_at = UploadedSheet.State.APPLIED, timezone.now()
    upload.save(update_fields=["events", "result", "state", "applied_at"])


def _own_events(user_id):
    """What this transaction has written down of the account: the import's event, and one for each row it ended."""
    with connection.cursor() as cursor:
        cursor.execute(EVENTS, [user_id])
        return [pk for (pk,) in cursor.fetchall()]


def _refusal(outcome):
    first = outcome.errors[0]
    place = _("第%s行:") % first.row if first.column else ""
    text = _("没有应用任何一行。核对之后数据有了变化,现有%(count)s处错误(%(place)s%(first)s)。请重新核对。")
    return text % {"count": len(outcome.errors), "place": place, "first": first.message}
