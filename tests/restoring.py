"""The tables as they were when the run began: what a test commits is put right before the next one.

Django would empty every table and fill the shipped ones again, which takes seconds; here only those that differ are.
"""

import io

from django.db import connection, transaction

TABLES = """
SELECT quote_ident(relname), ARRAY(
    SELECT DISTINCT quote_ident(other.relname) FROM pg_constraint JOIN pg_class other ON other.oid = conrelid
    WHERE contype = 'f' AND confrelid = ours.oid
) FROM pg_class ours WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""


SHIPPED = {
    "django_migrations", "django_content_type", "auth_permission", "auth_group", "auth_group_permissions",
    "compliance_publication", "compliance_standard", "disclosure_calendarday", "records_change", "records_event",
    "records_place", "records_shown",
}  # fmt: skip
"""What is filled in an instance without data."""


class Tables:
    """What every table held at the beginning."""

    at_first = None
    """Those of this run's database, once there is one."""

    def __init__(self):
        self.held = contents()

    def changed(self):
        """The tables that hold something else now."""
        now = contents()
        return {table for table in {*now, *self.held} if now.get(table) != self.held.get(table)}

    def restore(self):
        """Empty what was changed, with all that refers to it, and fill it again."""
        emptied = with_referring(self.changed())
        filled = sorted(emptied & self.held.keys())
        if not emptied:
            return
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(sorted(emptied))}")
            for table in filled:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            for table in filled:
                cursor.copy_expert(f"COPY {table} FROM STDIN", io.BytesIO(self.held[table]))
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in filled:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def referring():
    """{table: those that refer to it}"""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return dict(cursor.fetchall())


def with_referring(tables):
    others = referring() if tables else {}
    while more := {other for table in tables for other in others[table]} - tables:
        tables = tables | more
    return tables


def contents():
    """{table: its rows as the server copies them out} of every table that is not empty."""
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{one}' WHERE EXISTS (SELECT FROM {one})" for one in referring()))
        return {table: copied(cursor, table) for (table,) in cursor.fetchall()}


def copied(cursor, table):
    rows = io.BytesIO()
    cursor.copy_expert(f"COPY {table} TO STDOUT", rows)
    return rows.getvalue()
