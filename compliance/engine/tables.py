"""Temporary tables of one computation; they go with its transaction."""

from django.db import connection
from psycopg2.extras import execute_values

MEASURED = ["report_row", "report_wide"]
JUDGED = [
    "report_indicator",
    "report_candidate",
    "report_band",
    "report_choice",
    "report_figure",
    "report_sum",
    "report_area_figure",
]


def run(statement, parameters=None):
    """Execute one statement and return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount


def fetch(statement, parameters=None):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def clear(names):
    """Let a second computation in the same transaction start afresh."""
    run("SET LOCAL client_min_messages = warning")
    run(f"DROP TABLE IF EXISTS {', '.join(names)}")


def fill(name, columns, rows):
    """Create a small temporary table; `columns` is its definition."""
    run(f"CREATE TEMP TABLE {name} ({columns}) ON COMMIT DROP")
    if rows:
        with connection.cursor() as cursor:
            execute_values(cursor.cursor, f"INSERT INTO {name} VALUES %s", rows)
