"""One unchanging view of the whole database for everything a report reads."""

from contextlib import contextmanager

from django.db import connection, transaction

from jobs import limits

REPEATABLE_READ = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
# Without this, a long statement would go on for a process that was killed, and nobody would get its result.
STOP_ORPHANS = "SET LOCAL client_connection_check_interval = %s"

SHARE = "SELECT CASE WHEN pg_current_xact_id_if_assigned() IS NULL THEN pg_export_snapshot() END"


@contextmanager
def snapshot():
    """One REPEATABLE READ transaction: all its statements see the database as it was at the first of them.

    Inside an open transaction the view could be older than the caller thinks, so that is refused. It is the only place
    where an isolation level is set.
    """
    if connection.in_atomic_block:
        raise transaction.TransactionManagementError("a snapshot cannot begin inside an open transaction")
    with transaction.atomic(durable=True):
        _begin()
        yield


def shared_view():
    """A name under which `beside` sees exactly what this transaction sees; None where nobody else can.

    Nobody else sees what an open transaction has written, nor can a view be handed on out of a savepoint.
    """
    if not connection.in_atomic_block or connection.savepoint_ids:
        return None
    with connection.cursor() as cursor:
        cursor.execute(SHARE)
        return cursor.fetchone()[0]


@contextmanager
def beside(view):
    """In another thread, which closes its connection: a transaction of its own that sees what the one that gave
    `shared_view` sees."""
    with transaction.atomic(durable=True):
        _begin()
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION SNAPSHOT %s", [view])
        yield


def _begin():
    with connection.cursor() as cursor:
        cursor.execute(REPEATABLE_READ)
        cursor.execute(STOP_ORPHANS, [round(limits.ORPHAN.total_seconds() * 1000)])
