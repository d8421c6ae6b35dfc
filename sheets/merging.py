"""Staged rows against stored rows: which are meant, what they will be, whether that is a change, and the writing.

All set-based. For each part of a sheet a temporary table `after_…` holds its rows as they will be, with the columns of
the model and four of our own; rules look at it, and it is written with one UPDATE and one INSERT.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from records.fields import BlindIndexField, EncryptedField
from sheets.batch import ROWS

STAMPS = ("created_at", "created_by_id", "updated_at", "updated_by_id")  # set by the database


def quote(name):
    return connection.ops.quote_name(name)


def match_keys(batch, part):
    same = " AND ".join(f"m.{quote(column)} = r.{quote(staged)}" for staged, column in part.key)
    batch.execute(f"UPDATE {ROWS} r SET {part.id} = m.id FROM {quote(part.table)} m WHERE {same}")


def identify(batch, part):
    """Give each staged row the id of its part's row: the stored one, a new one, or a negative stand-in.

    Rows whose key is incomplete get the stand-in: they are never written, but their other cells are still judged.
    """
    batch.execute(f"ALTER TABLE {ROWS} ADD {part.id} bigint, ADD {part.is_new} boolean NOT NULL DEFAULT false")
    batch.sheet.match(batch, part)
    keys = ", ".join(quote(staged) for staged, _column in part.key)
    batch.execute(f"ANALYZE {ROWS} ({keys}, {part.id})")  # filled since the table was; else the planner loops in loops
    complete = " AND ".join(f"{quote(staged)} IS NOT NULL" for staged, _column in part.key)
    agree = " AND ".join(f"n.{quote(staged)} = r.{quote(staged)}" for staged, _column in part.key)
    batch.execute(
        f"WITH k AS (SELECT {keys} FROM {ROWS} WHERE {part.id} IS NULL AND {complete} GROUP BY {keys} "
        "ORDER BY min(sheet_row)), "  # materialized below: a number is drawn once per key
        f"n AS MATERIALIZED (SELECT {keys}, nextval(pg_get_serial_sequence(%s, 'id')) AS id FROM k) "
        f"UPDATE {ROWS} r SET {part.id} = n.id, {part.is_new} = true FROM n WHERE r.{part.id} IS NULL AND {agree}",
        [part.table],
    )
    batch.execute(
        f"UPDATE {ROWS} SET {part.id} = -sheet_row, {part.is_new} = true WHERE {part.id} IS NULL AND {part.only}"
    )
    batch.execute(f"ANALYZE {ROWS} ({part.id})")


def merge(batch, part):
    """Build the part's `after` table: stored value, replaced by what the file says."""
    fields = [f for f in part.model._meta.concrete_fields if f.column not in STAMPS]
    values = ", ".join(f"{_after(part, field)} AS {quote(field.column)}" for field in fields)
    changed = _changed(part, fields)
    batch.execute(f"DROP TABLE IF EXISTS {part.after}")
    batch.execute(
        f"CREATE TEMPORARY TABLE {part.after} ON COMMIT DROP AS "
        f"SELECT a.*, m.id IS NULL AS sheet_new, m.id IS NULL OR {changed} AS sheet_changed FROM ("
        f"SELECT {values}, g.sheet_row FROM ({_given(part)}) g LEFT JOIN {quote(part.table)} m ON m.id = g.{part.id}"
        f") a LEFT JOIN {quote(part.table)} m ON m.id = a.id",
        _defaults(fields),
    )
    batch.execute(f"CREATE UNIQUE INDEX ON {part.after} (id)")
    batch.execute(f"CREATE INDEX ON {part.after} (sheet_row)")
    batch.execute(f"ANALYZE {part.after} (id, sheet_row)")


def _given(part):
    """What the file says of each row of the part: its first row; for grouped parts the first value of each column."""
    if not part.grouped:
        return f"SELECT DISTINCT ON ({part.id}) * FROM {ROWS} WHERE {part.only} ORDER BY {part.id}, sheet_row"
    names = [quote(target.staged) for target in part.targets] + [quote(column.month_flag) for column in part.dates]
    firsts = ", ".join(
        f"(array_agg({name} ORDER BY sheet_row) FILTER (WHERE {name} IS NOT NULL))[1] AS {name}" for name in names
    )
    cleared = "string_to_array(string_agg(array_to_string(sheet_cleared, ','), ','), ',')"
    return (
        f"SELECT {part.id}, bool_or({part.is_new}) AS {part.is_new}, min(sheet_row) AS sheet_row, {firsts}, "
        f"{cleared} AS sheet_cleared FROM {ROWS} WHERE {part.only} GROUP BY {part.id}"
    )


def _stored(field):
    """SQL of a column as it stands now: of the stored row, or its default where the row is new."""
    column = f"m.{quote(field.column)}"
    if _default(field) is None:
        return column
    kind = field.rel_db_type(connection) if field.is_relation else field.db_type(connection)
    return f"CASE WHEN m.id IS NULL THEN %({field.column})s::{kind} ELSE {column} END"


def _after(part, field):
    """SQL of one column as it will be: from g (the file) and m (the stored row, absent when new)."""
    column = f"m.{quote(field.column)}"
    if field.primary_key:
        return f"g.{part.id}"
    if field.column == "month_only":
        return _months(part)
    stored = _stored(field)
    target = next((t for t in part.targets if t.field.column == field.column), None)
    if target is None:
        return stored
    staged = f"g.{quote(target.staged)}"
    source = target.staged.partition("__")[0]
    cleared = _cleared_value(field)
    given = f"coalesce({staged}, {stored})"
    if isinstance(field, EncryptedField):
        given = _cipher(part, target, staged, column)
    return f"CASE WHEN '{source}' = ANY (g.sheet_cleared) THEN {cleared} ELSE {given} END"


def _cipher(part, target, staged, column):
    """Ciphertext differs each time it is made: keep the stored one while its digest is the same."""
    digest = next((t for t in part.targets if t.staged.startswith(f"{target.staged}__") and _is_whole(t.field)), None)
    if digest is None:
        return f"coalesce({staged}, {column})"
    same = f"g.{quote(digest.staged)} IS NOT DISTINCT FROM m.{quote(digest.field.column)}"
    return f"CASE WHEN {staged} IS NULL OR {same} THEN {column} ELSE {staged} END"


def _is_whole(field):
    return isinstance(field, BlindIndexField) and not field.tail


def _cleared_value(field):
    if field.null:
        return "NULL"
    if isinstance(field, ArrayField):
        return "'{}'"
    return "''" if isinstance(field, (models.CharField, models.TextField)) else "NULL"


def _months(part):
    """The dates of which only the month is known: as stored, except for those the file gives or clears."""
    given, month_only = ["NULL::text"], ["NULL::text"]
    for column in sorted(part.dates, key=lambda column: column.field_name):
        staged, name = f"g.{quote(column.name)}", column.field_name
        given.append(f"CASE WHEN {staged} IS NOT NULL OR '{column.name}' = ANY (g.sheet_cleared) THEN '{name}' END")
        month_only.append(f"CASE WHEN g.{quote(column.month_flag)} THEN '{name}' END")
    stored = (
        f"ARRAY(SELECT x FROM (SELECT unnest(m.month_only)::text EXCEPT SELECT unnest(ARRAY[{', '.join(given)}]) "
        f"UNION SELECT unnest(ARRAY[{', '.join(month_only)}])) AS months (x) "
        f"WHERE x IS NOT NULL ORDER BY x)"
    )
    none_stored = "coalesce(cardinality(m.month_only), 0) = 0"  # nearly always, and ten times as fast
    return (
        f"(CASE WHEN {none_stored} THEN array_remove(ARRAY[{', '.join(month_only)}], NULL) ELSE {stored} END)"
        "::varchar(40)[]"
    )


def _default(field):
    if field.has_default() or (not field.null and isinstance(field, (models.CharField, models.TextField))):
        return field.get_db_prep_save(field.get_default(), connection)
    return None


def _defaults(fields):
    return {field.column: _default(field) for field in fields if _default(field) is not None}


def _changed(part, fields):
    compared = [t.field.column for t in part.targets if not isinstance(t.field, EncryptedField)]
    if any(field.column == "month_only" for field in fields) and part.dates:
        compared.append("month_only")
    after, stored = (", ".join(f"{side}.{quote(column)}" for column in compared) for side in "am")
    return f"ROW({after}) IS DISTINCT FROM ROW({stored})" if compared else "false"


def write(batch, part):
    """Changed rows first (a closed period makes room), then the new ones. Returns how many of each."""
    names = [f.column for f in part.model._meta.concrete_fields if f.column not in STAMPS]
    columns = ", ".join(map(quote, names))
    others = [name for name in names if name != "id"]
    assigned, values = ", ".join(map(quote, others)), ", ".join(f"a.{quote(name)}" for name in others)
    table = quote(part.table)
    updated = batch.execute(
        f"UPDATE {table} m SET ({assigned}) = ROW({values}) FROM {part.after} a "
        f"WHERE a.id = m.id AND a.sheet_changed AND NOT a.sheet_new"
    )
    created = batch.execute(
        f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {part.after} WHERE sheet_new ORDER BY sheet_row"
    )
    return created, updated
