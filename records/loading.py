"""Filling empty registers: constraints, indexes and history are made once, over all rows, instead of at every row."""

import gc
from contextlib import contextmanager

from django.db import connection

SECONDARY = """
SELECT conrelid::regclass::text, format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid)),
       contype = 'f' AS refers
FROM pg_constraint WHERE conrelid = ANY(%(tables)s::regclass[]) AND contype IN ('f', 'u', 'x')
UNION ALL
SELECT indrelid::regclass::text, format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid), false
FROM pg_index WHERE indrelid = ANY(%(tables)s::regclass[])
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
ORDER BY refers
"""
TRACKED = """
SELECT tgrelid::regclass::text FROM pg_trigger
WHERE tgrelid = ANY(%(tables)s::regclass[]) AND tgname = 'log_insert' AND tgenabled = 'O' ORDER BY 1
"""
SETTINGS = "SET LOCAL maintenance_work_mem = '256MB'; SET LOCAL default_statistics_target = 40"
"""What the planner learns is rough: autovacuum looks at the whole a minute later."""
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
def uncollected():
    """Much is made and nothing thrown away meanwhile: looking for what could be takes up to a seventh of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def loading(models):
    """Inside an open transaction: the models' foreign keys, unique and exclusion constraints and secondary indexes are
    away meanwhile. They are back, and hold over every row, when the block ends; a row that breaks one raises then.
    So it is with the history of those that are empty: who, when and why is written down for every row at the end; and
    the planner learns at once how big the registers have become. Yields the `Loading`, for registers that are full
    before the others.

    The tables are locked until the transaction ends, and rows are only added. For registers that nobody uses yet.
    """
    with connection.cursor() as cursor:
        load = Loading(cursor, [model._meta.db_table for model in models])
        yield load
        load.end()


class Loading:
    """Tables that are being filled, and what is still to be done for them."""

    def __init__(self, cursor, tables):
        self.cursor, self.unwritten = cursor, set()
        self.making, self.referring = {table: [] for table in tables}, []
        cursor.execute(SETTINGS)
        cursor.execute(SECONDARY, {"tables": tables})
        for table, drop, make, refers in reversed(cursor.fetchall()):
            cursor.execute(drop)
            (self.referring if refers else self.making[table]).append(make)
        cursor.execute(TRACKED, {"tables": tables})
        for (table,) in cursor.fetchall():
            if self._is_empty(table):
                cursor.execute(ASIDE.format(table=table))
                self.unwritten.add(table)

    def _is_empty(self, table):
        """Nobody else can write to it any more."""
        lock, ask = f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE", f"SELECT NOT EXISTS (SELECT FROM {table})"  # noqa: S608
        self.cursor.execute(f"{lock}; {ask}")
        return self.cursor.fetchone()[0]

    def finish(self, *models):
        """These are full: all but the foreign keys, for what they refer to may not be there yet."""
        for table in (model._meta.db_table for model in models):
            self._write(table)
            self._make(table)

    def end(self):
        for table in sorted(self.unwritten):
            self._write(table)
        for table in list(self.making):
            self._make(table)
        for refer in self.referring:
            self.cursor.execute(refer)

    def _write(self, table):
        if table in self.unwritten:
            self.unwritten.remove(table)
            self.cursor.execute("SELECT records_place_of(%s)", [table])
            (place,) = self.cursor.fetchone()
            self.cursor.execute(WRITE.format(table=table, place=place))
            self.cursor.execute(BACK.format(table=table))

    def _make(self, table):
        for make in self.making.pop(table):
            self.cursor.execute(make)
        self.cursor.execute(f"ANALYZE {table}")
