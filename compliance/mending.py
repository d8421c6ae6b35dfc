"""What the system mends in published standards, which nobody else rewrites (ADR 12)."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def mending():
    """Inside, standards the system has entered may be corrected or taken away: by the sheet, or to follow a code."""
    with transaction.atomic():
        announce(is_mending=True)
        yield
        announce(is_mending=False)


def announce(*, is_mending):
    """Until the end of this transaction, or until told otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('linli.mending', %s, true)", ["1" if is_mending else ""])
