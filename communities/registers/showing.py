"""Values of register rows as people read them: in lists, on a row's page, in print."""

from decimal import Decimal

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from records.versions import shown

BLANK_IS_NONE = {
    "abolished_on", "acted_at", "approval", "candidate", "closed_on", "committee_post", "counted_area", "counts",
    "decided_on", "due_back_on", "end_reason", "ended_on", "established_on", "exam", "exam_on", "guardian_consent_on",
    "matter", "new_name", "other_posts", "oversight_post", "party_post", "platform", "publicity_from",
    "publicity_until", "registered_no", "separated_from", "settled_on", "shared_with", "skill", "source", "team",
    "unit", "verified_at", "verified_by", "within",
    "parent", "worker", "base", "clause", "document", "issuer", "note", "url", "area",
    "result", "done_on", "done_by", "closed_by", "repeats", "checked_on", "check_said", "words", "reference",
    "measured", "indicator",
}  # fmt: skip
"""Fields whose blank says «none» or «as usual», not «we do not know»."""


def field_of(model, path):
    """The model field at the end of a path such as `worker__born_on`."""
    *relations, last = path.split("__")
    for name in relations:
        model = model._meta.get_field(name).related_model
    return model._meta.get_field(last)


def row_at(row, path):
    """The row that holds the last field of the path; None where the way breaks off."""
    for name in path.split("__")[:-1]:
        try:
            row = getattr(row, name)
        except ObjectDoesNotExist:
            return None
        if row is None:
            return None
    return row


def text_at(row, path):
    """What stands at the end of the path, in words; '' where it is blank."""
    holder = row_at(row, path)
    return "" if holder is None else text_of(holder, path.rsplit("__", 1)[-1])


def text_of(row, name):
    """One field in words: dates as well as they are known, numbers grouped, choices by their label, ids masked."""
    field = row._meta.get_field(name)
    value = getattr(row, field.attname)
    if value in (None, "", []):
        return ""
    if isinstance(field, models.DateTimeField):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(field, models.DateField):
        return value.strftime("%Y-%m" if name in getattr(row, "month_only", ()) else "%Y-%m-%d")
    if isinstance(field, models.ForeignKey):
        return str(getattr(row, name))
    return number(value, field) if is_number(field) else shown(field, row)


def words_at(register, row, name):
    """One field of a register's row in words, what is stored as a code included."""
    if name in register.coded:
        value = getattr(row, name)
        return register.coded[name]({value})[value]
    return text_of(row, name)


def is_number(field):
    counts = isinstance(field, models.IntegerField | models.DecimalField)
    return counts and not field.choices and field.name != "year"


def number(value, field):
    """12345.60 → 12,345.60; degrees of a map and whole numbers as they are."""
    if isinstance(value, Decimal):
        return f"{value:,.{field.decimal_places}f}"
    return f"{value:,}"


def yes_no(value):
    return "" if value is None else _("是") if value else _("否")
