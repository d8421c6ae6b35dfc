"""核对: the file is judged and compared with the register; nothing is written but the preview."""

import json
from contextlib import ExitStack

from django.db import transaction

from communities.models import UploadedSheet
from communities.uploads import files
from communities.uploads.access import check_still_allowed
from communities.uploads.differences import changes_of_rows, kinds_of_rows
from sheets import registry
from sheets.export import clean
from sheets.files import written_whole
from sheets.services import Attendant, import_sheet

TOLD = 200  # notes kept
EVERY = 1_000  # rows between two signs of progress


class Previewing(Attendant):
    """Keeps what each row would do, beside the file."""

    def __init__(self, upload, run):
        self.upload, self.run, self.mapping = upload, run, upload.mapping
        self.sheet = registry.get(upload.sheet)
        self.rows, self.kinds, self.missing = [], {}, []

    def reading(self, rows):
        for count, (number, cells) in enumerate(rows):
            if count % EVERY == 0:
                self.run.progress(count, 0)
            self.rows.append((number, rows.line.decode("utf-8", "replace").rstrip().encode()))
            yield number, cells

    def judged(self, batch, outcome):
        self.kinds = kinds_of_rows(batch)
        changes, errors = changes_of_rows(batch), {}
        for finding in outcome.errors:
            errors.setdefault(finding.row, []).append([finding.column, finding.message])
        if self.upload.roster and self.sheet.roster and not outcome.errors:
            self.missing = self.sheet.roster.missing(batch, self.upload)
        self._write(changes, errors)

    def _write(self, changes, errors):
        with ExitStack() as stack:
            out = {
                group: stack.enter_context(written_whole(files.group_path(self.upload, group)))
                for group in files.GROUPS
            }
            for number, line in self.rows:
                if kind := self.kinds.get(number):
                    told = (errors if kind == "error" else changes).get(number, [])
                    out[kind].write(line[:-1] + b", " + _json(told) + b"]\n")
            for pk, cells in self.missing:
                out["missing"].write(_json([pk, [str(cell) for cell in cells]]) + b"\n")


def _json(value):
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def preview(run):
    """What the job does."""
    upload = UploadedSheet.objects.select_related("user").get(pk=run.params["upload"])
    check_still_allowed(upload.user, upload)
    watcher = Previewing(upload, run)
    outcome = import_sheet(
        upload.sheet, files.path_of(upload), user=upload.user, dry_run=True, attendant=watcher, reason=upload.file_name
    )
    found = {
        "rows": outcome.rows,
        **{group: sum(kind == group for kind in watcher.kinds.values()) for group in files.GROUPS[:4]},
        "missing": len(watcher.missing),
        "findings": len(outcome.errors),
        "whole": [clean(finding.message) for finding in outcome.errors if finding.row not in watcher.kinds],
        "notes": [clean(note) for note in outcome.notes[:TOLD]],
        "ignored": [clean(header) for header in outcome.ignored],
    }
    with transaction.atomic():
        UploadedSheet.objects.filter(pk=upload.pk, state=UploadedSheet.State.MAPPED).update(
            state=UploadedSheet.State.PREVIEWED, preview=found, choices={}
        )
        run.finish({"upload": upload.pk})
