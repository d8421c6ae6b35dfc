"""What can be done with a sheet: take a file in, give the register out, give an empty form."""

from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.doing import doing
from records import refusals
from records.history import acting
from records.models import Event
from sheets import export, merging, registry, rules, template
from sheets.batch import ROWS, Batch
from sheets.errors import Finding
from sheets.reading import BadFile, open_rows
from sheets.workbook import clean

LONGEST_REASON = 400


@dataclass
class Outcome:
    """What an import did, or would do. With errors nothing was applied and the counts are those of the good rows."""

    sheet: str
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    ignored: list = field(default_factory=list)
    errors: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    applied: bool = False

    def as_json(self):
        told = asdict(self)
        del told["notes"], told["applied"]
        return told | {"errors": [finding.as_json() for finding in self.errors]}


class Attendant:
    """Looks on while a file is taken in, in the same transaction; this one only watches.

    `mapping`: which column is which where a person has said so, `{"header_row": 3, "columns": {0: "id_number"}}`.
    """

    mapping = None

    def reading(self, rows):
        """The rows on their way from the file."""
        return rows

    def judged(self, batch, outcome):
        """Every rule has been asked; nothing is written yet."""

    def written(self, batch, outcome):
        """All rows are written."""


class _Undo(Exception):
    """Ends the transaction without a trace."""


def import_sheet(name, path, *, user=None, dry_run=False, reason="", job=None, attendant=None):
    """Judge a file and, when nothing is wrong and `dry_run` is not asked, apply it: all rows or none."""
    sheet = registry.get(name)
    outcome = Outcome(sheet.name)
    reason = reason or _("导入%(sheet)s:%(file)s") % {"sheet": sheet.title, "file": Path(path).name}
    with translation.override(settings.LANGUAGE_CODE), doing(user, sheet.permission("import")):
        try:
            with acting(user=user, reason=reason, job=job), connection.cursor() as cursor:
                _run(Batch(sheet, cursor, user=user, dry_run=dry_run), path, outcome, attendant or Attendant())
        except _Undo:
            pass
        except BadFile as error:
            outcome.errors = [Finding(1, 0, "", "bad_file", str(error))]
        except ValidationError as error:
            outcome.errors = [Finding(1, 0, "", "constraint", "".join(error.messages))]
        except (IntegrityError, DataError) as error:
            outcome.errors = [_refused_by_database(sheet, error)]
    return outcome


def _run(batch, path, outcome, attendant):
    batch.execute("SELECT pg_advisory_xact_lock(hashtext('sheets'), hashtext(%s))", [batch.sheet.main.table])
    batch.execute("SET LOCAL work_mem = '64MB'")
    with open_rows(path) as rows:
        batch.stage(attendant.reading(rows), mapping=attendant.mapping)
    judge(batch)
    outcome.rows, outcome.ignored, outcome.notes = batch.rows, batch.layout.ignored, batch.notes
    outcome.errors = sorted(batch.findings)
    outcome.created, outcome.updated, outcome.unchanged = count(batch)
    attendant.judged(batch, outcome)
    if outcome.errors or batch.dry_run:
        raise _Undo
    batch.sheet.before_writing(batch)
    for part in batch.sheet.parts:
        merging.write(batch, part)
    batch.sheet.applied(batch)
    attendant.written(batch, outcome)
    outcome.notes = batch.notes
    outcome.applied = True


def judge(batch):
    """Every rule over every row."""
    sheet = batch.sheet
    rules.check_headers(batch)
    for column in sheet.columns:
        column.resolve(batch)
    sheet.prepare(batch)
    for part in sheet.parts:
        sheet.before(batch, part)
        merging.identify(batch, part)
        sheet.identified(batch, part)
        rules.check_required(batch, part)
        merging.merge(batch, part)
    rules.check_duplicates(batch, sheet.main)
    for part in sheet.parts:
        rules.check_constraints(batch, part)
        rules.check_further(batch, part)
        if part.grouped:
            rules.check_agreement(batch, part)
    sheet.check(batch)


def count(batch):
    """Rows without a mistake that are new, that change something, and that change nothing."""
    bad = list(batch.bad_rows())
    changed = " OR ".join(
        f"EXISTS (SELECT FROM {part.after} a WHERE a.sheet_row = r.sheet_row AND a.sheet_changed)"
        for part in batch.sheet.parts
    )
    return batch.select(
        f"""SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE changed AND NOT is_new),
                   count(*) FILTER (WHERE NOT changed AND NOT is_new)
            FROM (SELECT r.{batch.sheet.main.is_new} AS is_new, ({changed}) AS changed
                  FROM {ROWS} r WHERE sheet_row <> ALL (%s)) good""",
        [bad],
    )[0]


def _refused_by_database(sheet, error):
    """The last guard spoke: somebody else wrote in between, or a rule is missing above it."""
    if said := refusals.sentence(error):
        return Finding(1, 0, "", "constraint", said)
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    known = {constraint.name: constraint for part in sheet.parts for constraint in part.model._meta.constraints}
    said = known[name].get_violation_error_message() if name in known else _("数据库拒绝了这些数据。")
    detail = _("(规则 %s;可能刚刚有人改动了同一批数据,请重新导入。)") % (name or type(error).__name__)
    return Finding(1, 0, "", "constraint", f"{said}{detail}")


def export_sheet(name, *, area="", as_of=None, user=None, out, kind="xlsx", clear=False, reason=""):
    """Write the register to a binary file object; returns the number of rows.

    `clear` asks for unmasked personal data: it takes a permission and a reason, and is written down.
    """
    sheet = registry.get(name)
    with translation.override(settings.LANGUAGE_CODE), transaction.atomic(), doing(user, sheet.permission("export")):
        if clear:
            log_reveal(sheet, user, reason)
        return export.write(sheet, out, kind=kind, area=area, as_of=as_of, user=user, clear=clear)


def log_reveal(sheet, user, reason):
    """Raises `PermissionDenied` without the permission or a reason."""
    reason = clean(reason).strip()[:LONGEST_REASON]
    if not reason:
        raise PermissionDenied(_("导出未打码的个人信息须写明事由。"))
    if not sheet.reveal_permission or (user is not None and not user.has_perm(sheet.reveal_permission)):
        raise PermissionDenied(_("没有导出未打码个人信息的权限。"))
    Event.objects.create(
        user=user, reason=_("导出未打码的%(sheet)s:%(reason)s") % {"sheet": sheet.title, "reason": reason}
    )


def write_template(name, out):
    """Write an empty form with drop-down lists and an explanation of every column."""
    with translation.override(settings.LANGUAGE_CODE):
        template.write_template(registry.get(name), out)
