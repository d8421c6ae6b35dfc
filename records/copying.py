"""Many rows at once: PostgreSQL's COPY instead of one INSERT each."""

import datetime
import io
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from decimal import Decimal
from itertools import islice

from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED

from records import crypto
from records.fields import DerivedField, EncryptedField

CHUNK = 5_000
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def literal(value):
    """One value in COPY's text format. Raises TypeError for a kind it does not know."""
    return WRITERS[type(value)](value)


def _text(value):
    return value if value.isprintable() and "\\" not in value else value.translate(ESCAPES)


def _bytes(value):
    return "\\\\x" + bytes(value).hex()


def _array(values):
    if not values:
        return "{}"
    quoted = (str(value).replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return ("{" + ",".join(f'"{value}"' for value in quoted) + "}").translate(ESCAPES)


class Writers(dict):
    """How each kind of value is written. A subclass is written as the first of these that it is, and remembered."""

    def __missing__(self, kind):
        writer = next((writer for known, writer in self.items() if issubclass(kind, known)), None)
        if writer is None:
            raise TypeError(kind)
        return self.setdefault(kind, writer)


WRITERS = Writers(
    {
        type(None): lambda _value: "\\N",
        bool: lambda value: "t" if value else "f",
        str: _text,
        int: str,
        float: str,
        Decimal: str,
        datetime.date: datetime.date.isoformat,
        datetime.datetime: datetime.datetime.isoformat,
        bytes: _bytes,
        memoryview: _bytes,
        list: _array,
        tuple: _array,
        dict: lambda value: json.dumps(value, ensure_ascii=False).translate(ESCAPES),
    }
)


def literals(values):
    """Plain values in COPY's text format: a line, or neighbouring columns of one."""
    return "\t".join([WRITERS[type(value)](value) for value in values])


def copy_statement(table, columns):
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    return f"COPY {connection.ops.quote_name(table)} ({names}) FROM STDIN"


def copy_lines(table, columns, lines, cursor=None):
    """COPY an iterator of lines in its text format; returns how many. While one chunk is sent the next is made."""
    statement = copy_statement(table, columns)
    opened = nullcontext(cursor) if cursor else connection.cursor()
    with opened as own, connection.wrap_database_errors, ThreadPoolExecutor(1) as sender:
        count, sent = 0, None
        while chunk := list(islice(lines, CHUNK)):
            text = "\n".join(chunk) + "\n"
            if sent:
                sent.result()
            sent = sender.submit(own.copy_expert, statement, io.StringIO(text), len(text))
            count += len(chunk)
        if sent:
            sent.result()
    return count


def next_ids(model, count):
    """As many fresh primary keys of a model, in ascending order, for rows that refer to each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT nextval(own.ids)
            FROM (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS ids OFFSET 0) own, generate_series(1, %s)""",
            [model._meta.db_table, count],
        )
        return sorted(key for (key,) in cursor.fetchall())


def _default(field):
    """What a left-out column gets where Django, not the database, knows the default; else `NOT_PROVIDED`."""
    if field.primary_key or field.db_default is not NOT_PROVIDED:
        return NOT_PROVIDED
    if field.has_default() or (isinstance(field, (models.CharField, models.TextField)) and not field.null):
        return field.get_default()
    return NOT_PROVIDED


def copy_rows(model, names, rows, *, cursor=None):
    """COPY rows (tuples in the order of the field or attribute `names`) into a model's table. Returns how many.

    Encrypts what is encrypted, fills derived fields whose source is among `names`, and constant defaults.
    """
    columns, lines = as_lines(model, names, rows)
    return copy_lines(model._meta.db_table, columns, lines, cursor)


def as_lines(model, names, rows):
    """What `copy_rows` sends: the columns, and the rows as lines in COPY's text format. Asks no database."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    by_name = {field.name: field for field in model._meta.concrete_fields} | fields
    given = [by_name[name] for name in names]
    position = {field.name: index for index, field in enumerate(given)}
    derived = [f for f in fields.values() if isinstance(f, DerivedField) and f.source in position and f not in given]
    constants = [(f, _default(f)) for f in fields.values() if f not in given and f not in derived]
    constants = [(field, value) for field, value in constants if value is not NOT_PROVIDED]
    encrypted = [index for index, field in enumerate(given) if isinstance(field, EncryptedField)]
    sources = [(field.derive, position[field.source]) for field in derived]
    tail = "".join("\t" + literal(value) for _field, value in constants)

    def lines():
        for row in rows:
            values = list(row)
            values += [derive(row[index]) for derive, index in sources]
            for index in encrypted:
                values[index] = crypto.encrypt(values[index]) if values[index] else None
            yield literals(values) + tail

    return [field.column for field in [*given, *derived, *(field for field, _value in constants)]], lines()
