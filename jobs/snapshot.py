"""One unchanging view of the whole database for everything a report reads."""

from contextlib import contextmanager

from django.db import connection, transaction

from jobs import limits

REPEATABLE_READ = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
# Without this, a long statement would go on for a process that was killed, and nobody would get its result.
STOP_ORPHANS = "SET LOCAL client_connection_check_interval = %s"


@contextmanager
def snapshot():
    """One REPEATABLE READ transaction: all its statements see the database as it was at the first of them.

    Inside an open transaction the view could be older than the caller thinks, so that is refused. It is the only place
    where an isolation level is set.
    """
    if connection.in_atomic_block:
        raise transaction.TransactionManagementError("a snapshot cannot begin inside an open transaction")
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute(REPEATABLE_READ)
            cursor.execute(STOP_ORPHANS, [round(limits.ORPHAN.total_seconds() * 1000)])
        yield
