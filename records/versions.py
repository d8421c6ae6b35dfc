"""Two people edit one row: the second to save sees both versions, field by field, instead of undoing the first.

A form carries `version_of(row)` as a hidden value. Before its service writes, `assert_unchanged` compares it with the
row as it is stored now, and locks that row until the transaction ends, so that the answer stays true.
"""

from copy import copy
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from records import masks
from records.fields import DerivedField, EncryptedField
from records.models import Change

PHONE_DIGITS = 11
HIDDEN = "*" * PHONE_DIGITS


@dataclass(frozen=True)
class Difference:
    """One field on which the stored row and the one about to be saved disagree, as people read it."""

    name: str
    label: str
    theirs: str
    yours: str


class StaleEdit(Exception):
    """The row was changed after the form was opened. `stored` is None where it was deleted."""

    def __init__(self, row, stored, token=""):
        self.row, self.stored = row, stored
        self.differences = (differences(stored, row) or changed_since(stored, token)) if stored else []
        super().__init__(str(self.message))

    @property
    def message(self):
        if self.stored is None:
            return _("这条记录已被删除,您的修改没有保存。")
        return _("您打开之后,这条记录已被他人修改。请对照两个版本后重新保存。")

    @property
    def changed_by(self):
        return self.stored and self.stored.updated_by

    @property
    def changed_at(self):
        return self.stored and self.stored.updated_at


def version_of(row):
    """A text that is another one after every change of the row."""
    return row.updated_at.isoformat() if row.pk and row.updated_at else ""


def assert_unchanged(row, token):
    """The stored row, locked. Raises `StaleEdit` where it is no longer the version `token`; `row` may carry edits."""
    stored = type(row)._base_manager.select_for_update().filter(pk=row.pk).first()
    if stored is None or version_of(stored) != token:
        raise StaleEdit(row, stored, token)
    return stored


def differences(theirs, yours):
    """The fields people fill in, where two versions of a row differ."""
    found = []
    for field in theirs._meta.concrete_fields:
        if not field.editable or field.primary_key or isinstance(field, DerivedField):
            continue
        if getattr(theirs, field.attname) != getattr(yours, field.attname):
            label = str(field.verbose_name)
            found.append(Difference(field.name, label, shown(field, theirs), shown(field, yours)))
    return found


def changed_since(row, token):
    """The fields of a stored row that were changed after the version `token`, now (`theirs`) and then (`yours`)."""
    opened = parse_datetime(token) if token else None
    if opened is None:
        return []
    then = {}
    for change in Change.of(row).filter(op=Change.Op.UPDATE, event__at__gt=opened):
        then |= change.before
    was = copy(row)
    for field in row._meta.concrete_fields:
        if field.column in then:
            value = then[field.column]
            hidden = isinstance(field, EncryptedField) and value is not None
            setattr(was, field.attname, HIDDEN if hidden else field.to_python(value))
    return differences(row, was)


def shown(field, row):
    """A value as people read it; personal numbers masked."""
    value = getattr(row, field.attname)
    if value in (None, "", []):
        return ""
    if isinstance(field, EncryptedField):
        return masks.mask_phone(value) if len(value) <= PHONE_DIGITS else masks.mask_id(value)
    if isinstance(field, models.ForeignKey):
        return str(getattr(row, field.name))
    if isinstance(field, ArrayField):
        labels = dict(field.base_field.flatchoices)
        return "、".join(str(labels.get(item, item)) for item in value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return str(dict(field.flatchoices).get(value, value))
