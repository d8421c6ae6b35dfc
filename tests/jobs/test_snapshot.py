"""What a report reads is one moment of the database, however long it takes."""

import re
import threading
from itertools import pairwise

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now

from jobs.limits import LEASE
from jobs.models import Job, Lease
from jobs.running import Fenced, Run
from jobs.services import enqueue, requeue_lapsed, take
from jobs.snapshot import snapshot
from tests.jobs.conftest import effects, rows, run_elsewhere, wait_until
from tests.jobs.handlers import write_effect

REPORTS = 20
TOTAL = 1_000_000


def points(account):
    return rows("SELECT points FROM jobs_account WHERE id = %s", account)[0][0]


class Mover(threading.Thread):
    """Moves one point after another from the first account to the second, each in a transaction of its own."""

    def __init__(self):
        super().__init__(daemon=True)
        self.moves, self.over = 0, threading.Event()

    def run(self):
        try:
            while not self.over.is_set():
                with transaction.atomic():
                    rows("UPDATE jobs_account SET points = points - 1 WHERE id = 1 RETURNING id")
                    rows("UPDATE jobs_account SET points = points + 1 WHERE id = 2 RETURNING id")
                self.moves += 1
        finally:
            connection.close()

    def move_on(self):
        """Return when points have moved since the call."""
        begun = self.moves
        wait_until(lambda: self.moves > begun + 1, "another move")


@pytest.fixture
def mover(tables):
    rows("INSERT INTO jobs_account VALUES (1, %s), (2, 0) RETURNING id", TOTAL)
    mover = Mover()
    mover.start()
    yield mover
    mover.over.set()
    mover.join()


def read_total(mover):
    """As a report reads: account by account, while the points move."""
    first = points(1)
    mover.move_on()
    return first + points(2)


def test_r9_every_report_adds_up(mover):
    totals = []
    for _ in range(REPORTS):
        with snapshot():
            totals.append(read_total(mover))
    assert totals == [TOTAL] * REPORTS


def test_r9_control_without_snapshot_the_figures_do_not_add_up(mover):
    with transaction.atomic():
        assert read_total(mover) > TOTAL


def test_r9_a_later_report_sees_later_figures(mover):
    """The snapshot is of its own beginning, not of the connection's."""
    seen = []
    for _ in range(3):
        with snapshot():
            seen.append(points(1))
        mover.move_on()
    assert all(earlier > later for earlier, later in pairwise(seen))


def test_snapshot_is_refused_inside_a_transaction(tables):
    with transaction.atomic(), pytest.raises(transaction.TransactionManagementError), snapshot():
        pytest.fail("the block must not be entered")


def test_snapshot_ends_with_its_block(tables):
    with snapshot():
        assert rows("SHOW transaction_isolation") == [("repeatable read",)]
    assert rows("SHOW transaction_isolation") == [("read committed",)]


def test_isolation_is_set_in_one_place():
    files = [path for name in [*settings.OUR_APPS, "config"] for path in (settings.BASE_DIR / name).rglob("*.py")]
    setting = [path for path in files if re.search("ISOLATION LEVEL|isolation_level|set_session", path.read_text())]
    assert setting == [settings.BASE_DIR / "jobs" / "snapshot.py"]


def test_r9_a_job_finishes_in_a_snapshot_while_its_lease_is_renewed(tables):
    job = take(enqueue("test-quick").pk)
    with snapshot():
        write_effect(Run(job))
        run_elsewhere(Lease.objects.held_by(job.pk, job.attempt).update, until=Now(), done=5)
        Run(job).finish()
    assert effects(job) == [1]


def finish_too_late(job):
    with snapshot():
        write_effect(Run(job))
        run_elsewhere(Lease.objects.update, until=Now() - LEASE)
        run_elsewhere(requeue_lapsed)
        Run(job).finish()


def test_fenced_in_a_snapshot_when_the_job_was_given_up_meanwhile(tables):
    """The database itself notices: the row has changed since the snapshot began."""
    job = take(enqueue("test-quick").pk)
    with pytest.raises(Fenced):
        finish_too_late(job)
    job.refresh_from_db()
    assert (job.state, effects(job)) == (Job.State.QUEUED, [])
