"""Many rows at once: PostgreSQL's COPY instead of one INSERT each."""

import datetime
import io
import json
from decimal import Decimal
from itertools import islice

from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED

from records import crypto
from records.fields import DerivedField, EncryptedField

CHUNK = 20_000
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def literal(value):
    """One value in COPY's text format. Raises TypeError for a kind it does not know."""
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.translate(ESCAPES)
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, (int, float, Decimal)):
        return str(value)
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, (bytes, memoryview)):
        return "\\\\x" + bytes(value).hex()
    if isinstance(value, (list, tuple)):
        return _array(value).translate(ESCAPES)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False).translate(ESCAPES)
    raise TypeError(type(value))


def _array(values):
    quoted = (str(value).replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{value}"' for value in quoted) + "}"


def copy_into(table, columns, rows, *, cursor=None):
    """COPY tuples of plain values, in the order of `columns`, into a table. Returns how many."""
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    statement = f"COPY {connection.ops.quote_name(table)} ({names}) FROM STDIN"
    if cursor is None:
        with connection.cursor() as own:
            return copy_into(table, columns, rows, cursor=own)
    rows, count = iter(rows), 0
    while chunk := ["\t".join(map(literal, row)) for row in islice(rows, CHUNK)]:
        cursor.copy_expert(statement, io.StringIO("\n".join(chunk) + "\n"))
        count += len(chunk)
    return count


def next_ids(model, count):
    """As many fresh primary keys of a model, in ascending order, for rows that refer to each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return sorted(key for (key,) in cursor.fetchall())


def _default(field):
    """What a left-out column gets where Django, not the database, knows the default; `NOT_PROVIDED` where neither does."""
    if field.primary_key or field.db_default is not NOT_PROVIDED:
        return NOT_PROVIDED
    if field.has_default() or (
        isinstance(field, (models.CharField, models.TextField)) and not field.null
    ):
        return field.get_default()
    return NOT_PROVIDED


def copy_rows(model, names, rows, *, cursor=None):
    """COPY rows (tuples in the order of the field or attribute `names`) into a model's table. Returns how many.

    Encrypts what is encrypted, fills derived fields whose source is among `names`, and constant defaults.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    by_name = {field.name: field for field in model._meta.concrete_fields} | fields
    given = [by_name[name] for name in names]
    position = {field.name: index for index, field in enumerate(given)}
    derived = [
        f
        for f in fields.values()
        if isinstance(f, DerivedField) and f.source in position and f not in given
    ]
    constants = [
        (f, _default(f)) for f in fields.values() if f not in given and f not in derived
    ]
    constants = [
        (field, value) for field, value in constants if value is not NOT_PROVIDED
    ]
    encrypted = [
        index for index, field in enumerate(given) if isinstance(field, EncryptedField)
    ]
    sources = [(field.derive, position[field.source]) for field in derived]
    tail = [value for _field, value in constants]

    def prepared():
        for row in rows:
            values = list(row)
            values += [derive(row[index]) for derive, index in sources]
            for index in encrypted:
                values[index] = crypto.encrypt(values[index]) if values[index] else None
            yield values + tail

    columns = [
        field.column
        for field in [*given, *derived, *(field for field, _value in constants)]
    ]
    return copy_into(model._meta.db_table, columns, prepared(), cursor=cursor)
