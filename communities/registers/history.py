"""The history of a row in words: who changed what, from what to what, when and why."""

from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from communities.registers.declaring import by_table
from communities.registers.showing import yes_no
from records.fields import DerivedField, EncryptedField
from records.models import Change

SHOWN = 50
SILENT = {"id", "created_at", "created_by_id", "updated_at", "updated_by_id", "month_only"}


@dataclass(frozen=True)
class Told:
    """One change as the page shows it."""

    at: str
    by: str
    op: str
    reason: str
    job: int | None
    lines: list


def history_of(row):
    """The newest changes of a row."""
    changes = list(Change.of(row)[:SHOWN])
    names = names_of([change for change in changes if change.before], {change.table: type(row) for change in changes})
    return [tell(change, type(row), names) for change in changes]


def tell(change, model, names):
    event = change.event
    lines = lines_of(change, model, names) if change.op == Change.Op.UPDATE else []
    at = timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M")
    return Told(at, str(event.user or _("系统")), change.get_op_display(), event.reason, event.job_id, lines)


def lines_of(change, model, names):
    """[(label, before, after)] of the fields that people fill in."""
    fields = {field.column: field for field in model._meta.concrete_fields}
    return [
        (str(fields[column].verbose_name), *_both(fields[column], change, column, names))
        for column in change.before or ()
        if column in fields and column not in SILENT and not isinstance(fields[column], DerivedField)
    ]


def _both(field, change, column, names):
    if isinstance(field, EncryptedField):
        return _("(原登记)"), _("已变更")
    return tuple(_worded(field, (side or {}).get(column), names) for side in (change.before, change.after))


def _worded(field, value, names):
    if value in (None, "", []):
        return _("空")
    if isinstance(field, models.ForeignKey):
        return names.get((field.related_model, value), str(value))
    if isinstance(value, str) and (field, value) in names:
        return names[field, value]
    return _plain(field, value)


def _plain(field, value):
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(value, dict):
        return _("图形")
    if isinstance(value, list):
        labels = dict(getattr(field.base_field, "flatchoices", ()))
        return "、".join(str(labels.get(one, one)) for one in value)
    if isinstance(field, models.DateTimeField) and (moment := parse_datetime(str(value))):
        return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
    return str(dict(field.flatchoices).get(value, value))


def _values(change, field):
    """What the field was and became, where it was anything."""
    return {(side or {}).get(field.column) for side in (change.before, change.after)} - {None}


def names_of(changes, model_of):
    """{(model, id): name} of the rows that changes refer to, {(field, code): words} of codes: one query for each."""
    wanted, codes = {}, {}
    coded_in = {table: one.coded for table, one in by_table().items()}
    for change in changes:
        model, coded = model_of[change.table], coded_in.get(change.table, {})
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.name not in ("created_by", "updated_by"):
                wanted.setdefault(field.related_model, set()).update(_values(change, field))
            elif field.name in coded:
                codes.setdefault((field, coded[field.name]), set()).update(_values(change, field))
    named = {
        (model, row.pk): str(row)
        for model, ids in wanted.items()
        if ids
        for row in model._base_manager.filter(pk__in=ids)
    }
    told = [(field, words(values)) for (field, words), values in codes.items()]
    return named | {(field, code): text for field, words in told for code, text in words.items()}
