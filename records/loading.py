"""Filling empty registers: constraints and indexes are made once, over all rows, instead of at every row."""

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


@contextmanager
def loading(models):
    """Inside an open transaction: the models' foreign keys, unique and exclusion constraints and secondary indexes are
    away meanwhile. They are back, and hold over every row, when the block ends; a row that breaks one raises then.

    The tables are locked until the transaction ends. For registers that nobody uses yet.
    """
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(SECONDARY, {"tables": [quote(model._meta.db_table) for model in models]})
        found = cursor.fetchall()
        for drop, _make, _refers in reversed(found):
            cursor.execute(drop)
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for _drop, make, _refers in found:
            cursor.execute(make)
