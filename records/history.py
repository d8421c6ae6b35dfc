"""Who changes registers and why: said once per transaction, written down by the database for every row."""

from contextlib import contextmanager

from django.db import connection, transaction

NAMES = ("user", "reason", "job", "event")


def _get():
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"coalesce(current_setting('linli.{name}', true), '')" for name in NAMES))
        return cursor.fetchone()


def _set(values):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(f"set_config('linli.{name}', %s, true)" for name in NAMES),
            values,
        )


@contextmanager
def acting(user=None, reason="", job=None):
    """One transaction in which every change is written down as done by `user` (None: the system) for `reason`.

    Nested use is an event of its own; afterwards the outer one goes on. A rollback undoes the event as well.
    """
    with transaction.atomic():
        outer = _get()
        _set(
            [
                str(getattr(user, "pk", None) or ""),
                str(reason)[:500],
                str(getattr(job, "pk", None) or ""),
                "",
            ]
        )
        yield
        _set(outer)
