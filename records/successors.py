"""A row that holds unchanged until a day, and the one that follows it."""

from records.models import Record

STAMPS = {field.name for field in Record._meta.fields}


def successor(row, **values):
    """An unsaved row with the same content except `values`; who, when and where it came from are its own."""
    same = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in STAMPS
    }
    following = type(row)(**same)
    following.source = row.source
    following.month_only = [name for name in row.month_only if name not in values]
    for name, value in values.items():
        setattr(following, name, value)
    return following


def set_exactly(row, **values):
    """Set the fields; a date among them is known to the day from now on. Returns the names to save."""
    for name, value in values.items():
        setattr(row, name, value)
    row.month_only = [name for name in row.month_only if name not in values]
    return [*values, "month_only"]
