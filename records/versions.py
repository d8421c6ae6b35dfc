"""Two people edit one row: the second to save sees both versions, field by field, instead of undoing the first.

A form carries `version_of(row)` as a hidden value. Before its service writes, `assert_unchanged` compares it with the
row as it is stored now, and locks that row until the transaction ends, so that the answer stays true.
"""

from copy import copy
from dataclasses import dataclass
from operator import attrgetter

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from records import crypto, masks
from records.fields import DerivedField, EncryptedField
from records.models import Change

PHONE_DIGITS = 11
THEIRS, YOURS, BOTH = "theirs", "yours", "both"


@dataclass(frozen=True)
class Difference:
    """One field that was changed since the form was opened, as people read it: what it was, what is stored now, what
    was about to be saved. `by` says whose change it is."""

    name: str
    label: str
    was: str
    theirs: str
    yours: str
    by: str

    @property
    def is_theirs(self):
        return self.by == THEIRS

    @property
    def is_yours(self):
        return self.by == YOURS


@dataclass(frozen=True)
class Attached:
    """Rows of another table that a form shows and edits as its field `name`: each attaches what its key `to` names.

    `standing` are those the form shows, `ever` also those that have ended. They belong to the version of the row.
    """

    name: str
    to: str
    standing: models.QuerySet
    ever: models.QuerySet

    @property
    def keys(self):
        return sorted(self.standing.values_list(f"{self.to}_id", flat=True))

    def difference(self, was, row):
        """What was attached (keys) when the form was opened, what is now, what `row` was about to attach; or None."""
        theirs = set(self.keys)
        wanted = getattr(row, self.name, None)
        yours = was if wanted is None else {each.pk for each in wanted}
        # The keys of then come back from the browser: only what this row has to do with is named.
        was &= theirs | yours | set(self.ever.values_list(f"{self.to}_id", flat=True))
        if by := _changed_by(was, theirs, yours, was):
            field = self.standing.model._meta.get_field(self.to)
            known = field.related_model._base_manager.in_bulk(was | theirs | yours)
            sides = ("、".join(str(known[key]) for key in sorted(side & known.keys())) for side in (was, theirs, yours))
            return Difference(self.name, str(field.verbose_name), *sides, by)
        return None


class StaleEdit(Exception):
    """The row was changed after the form was opened. `stored` is None where it was deleted."""

    def __init__(self, row, stored, token=""):
        self.row, self.stored = row, stored
        self.differences = []
        if stored:
            self.differences = differences(then(stored, token), stored, row) + attachments(stored, token, row)
        super().__init__(str(self.message))

    @property
    def theirs(self):
        """Names of the fields only others have changed. To save over the newer version is to leave these alone."""
        return {one.name for one in self.differences if one.is_theirs}

    @property
    def has_yours(self):
        return any(not one.is_theirs for one in self.differences)

    @property
    def message(self):
        if self.stored is None:
            return _("这条记录已被删除,您的修改没有保存。")
        return _("您打开之后,这条记录已被他人修改。请对照两个版本后重新保存。")

    @property
    def changed_by(self):
        return self.stored and self._latest.updated_by

    @property
    def changed_at(self):
        return self.stored and self._latest.updated_at

    @cached_property
    def _latest(self):
        """The row, or what is attached to it, as changed last."""
        rows = [self.stored, *(each for one in self.stored.attached() for each in one.ever)]
        return max(rows, key=attrgetter("updated_at"))


def version_of(row):
    """A text that is another one after every change of the row, or of what is attached to it."""
    if not (row.pk and row.updated_at):
        return ""
    return "|".join([row.updated_at.isoformat(), *(",".join(map(str, one.keys)) for one in row.attached())])


def assert_unchanged(row, token):
    """The stored row, locked. Raises `StaleEdit` where it is no longer the version `token`; `row` may carry edits."""
    stored = type(row)._base_manager.select_for_update().filter(pk=row.pk).first()
    if stored is None or version_of(stored) != token:
        raise StaleEdit(row, stored, token)
    return stored


def differences(was, theirs, yours):
    """The fields people fill in that somebody has changed since. Without the version of then (`was` None) nobody can
    tell whose a change is: both sides are shown wherever they disagree."""
    found = []
    for field in filled_in(theirs):
        if by := _changed_by(*(getattr(row, field.attname) if row else None for row in (was, theirs, yours)), was):
            sides = (shown(field, row) if row else "" for row in (was, theirs, yours))
            found.append(Difference(field.name, str(field.verbose_name), *sides, by))
    return found


def filled_in(row):
    """The fields of a row that people fill in."""
    fields = row._meta.concrete_fields
    return [one for one in fields if one.editable and not one.primary_key and not isinstance(one, DerivedField)]


def attachments(stored, token, yours):
    """The differences in what is attached to a row."""
    opened = [{int(key) for key in keys.split(",") if key.isdecimal()} for keys in token.split("|")[1:]]
    found = [one.difference(was, yours) for one, was in zip(stored.attached(), opened, strict=False)]
    return [one for one in found if one]


def _changed_by(value, theirs, yours, was):
    if was is None:
        return BOTH if theirs != yours else ""
    if value == theirs:
        return YOURS if yours != value else ""
    return THEIRS if yours in (value, theirs) else BOTH


def then(row, token):
    """A stored row as it was in its version `token`; None where there was no such version."""
    opened = parse_datetime(token.partition("|")[0])
    changes = Change.objects.filter(table=row._meta.db_table, row_id=row.pk).order_by("-pk")
    seen = opened and changes.filter(event__at=opened).first()
    if seen is None:
        return None
    before = {}
    for change in changes.filter(op=Change.Op.UPDATE, pk__gt=seen.pk):
        before |= change.before
    was = copy(row)
    for field in filled_in(row):
        if field.column in before:
            setattr(was, field.attname, _stored(field, before[field.column]))
    return was


def _stored(field, value):
    """What a field's value in the history is for Python."""
    if isinstance(field, EncryptedField) and value is not None:
        return crypto.decrypt(bytes.fromhex(value.removeprefix("\\x")))
    return field.to_python(value)


def shown(field, row):
    """A value as people read it; personal numbers masked."""
    value = getattr(row, field.attname)
    if value in (None, "", []):
        return ""
    if isinstance(field, EncryptedField):
        return masks.mask_phone(value) if len(value) <= PHONE_DIGITS else masks.mask_id(value)
    if isinstance(field, models.ForeignKey):
        return str(field.related_model._base_manager.filter(pk=value).first() or value)
    if isinstance(field, ArrayField):
        labels = dict(field.base_field.flatchoices)
        return "、".join(str(labels.get(item, item)) for item in value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return str(dict(field.flatchoices).get(value, value))
