"""Filling empty registers: constraints, indexes and history are made once, over all rows, instead of at every row."""

from contextlib import contextmanager

from django.db import connection

SECONDARY = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid)),
       contype = 'f' AS refers
FROM pg_constraint WHERE conrelid = ANY(%(tables)s::regclass[]) AND contype IN ('f', 'u', 'x')
UNION ALL
SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid), false
FROM pg_index WHERE indrelid = ANY(%(tables)s::regclass[])
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
ORDER BY refers
"""
TRACKED = """
SELECT tgrelid::regclass::text FROM pg_trigger
WHERE tgrelid = ANY(%(tables)s::regclass[]) AND tgname = 'log_insert' AND tgenabled = 'O' ORDER BY 1
"""
USER = "nullif(current_setting('linli.user', true), '')::bigint"
ASIDE = f"""
ALTER TABLE {{table}} DISABLE TRIGGER stamp, DISABLE TRIGGER log_insert,
    ALTER created_at SET DEFAULT now(), ALTER updated_at SET DEFAULT now(),
    ALTER created_by_id SET DEFAULT {USER}, ALTER updated_by_id SET DEFAULT {USER};
"""
BACK = """
ALTER TABLE {table} ENABLE TRIGGER stamp, ENABLE TRIGGER log_insert,
    ALTER created_at SET DEFAULT statement_timestamp(), ALTER updated_at SET DEFAULT statement_timestamp(),
    ALTER created_by_id DROP DEFAULT, ALTER updated_by_id DROP DEFAULT;
"""
WRITE = """
INSERT INTO records_change (event_id, "table", row_id, op, place)
SELECT event.id, '{table}', r.id, 'I', {place} FROM {table} r, (SELECT records_event() AS id OFFSET 0) event
WHERE EXISTS (SELECT FROM {table});
"""
"""What the triggers would have written; an empty register is no event."""


@contextmanager
def loading(models):
    """Inside an open transaction: the models' foreign keys, unique and exclusion constraints and secondary indexes are
    away meanwhile. They are back, and hold over every row, when the block ends; a row that breaks one raises then.
    So it is with the history of those that are empty: who, when and why is written down for every row at the end; and
    the planner learns at once how big the registers have become.

    The tables are locked until the transaction ends, and rows are only added. For registers that nobody uses yet.
    """
    quote = connection.ops.quote_name
    tables = {"tables": [quote(model._meta.db_table) for model in models]}
    with connection.cursor() as cursor:
        cursor.execute(SECONDARY, tables)
        found = cursor.fetchall()
        for drop, _make, _refers in reversed(found):
            cursor.execute(drop)
        cursor.execute(TRACKED, tables)
        empty = [table for (table,) in cursor.fetchall() if _is_empty(cursor, table)]
        for table in empty:
            cursor.execute(ASIDE.format(table=table))
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for table in empty:
            cursor.execute("SELECT records_place_of(%s)", [table])
            (place,) = cursor.fetchone()
            cursor.execute(WRITE.format(table=table, place=place))
            cursor.execute(BACK.format(table=table))
        for _drop, make, _refers in found:
            cursor.execute(make)
        cursor.execute("ANALYZE " + ", ".join(tables["tables"]))


def _is_empty(cursor, table):
    """Nobody else can write to it any more."""
    cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE; SELECT NOT EXISTS (SELECT FROM {table})")  # noqa: S608
    return cursor.fetchone()[0]
