"""What befalls a real worker and a real broker; in the worker of the tests a lease lasts three seconds, not thirty."""

import os
import signal
import time

import pytest
from django.db import transaction

from jobs import limits
from jobs.models import Job
from jobs.services import enqueue
from tests.jobs.conftest import effects, rows, starts, wait_until, wait_until_over

# How long a click may take while the broker is in trouble, in seconds.
CLICK = 3
SUBMITS = 20


def submit(kind, **params):
    """As a click does it: one transaction; the job and how long it took."""
    begun = time.monotonic()
    with transaction.atomic():
        job = enqueue(kind, params=params)
    return job, time.monotonic() - begun


def submit_many():
    submitted = [submit("test-quick") for _ in range(SUBMITS)]
    assert max(seconds for _, seconds in submitted) < CLICK
    return [job for job, _ in submitted]


def wait_for_start(job, attempt=1):
    """The process in which that attempt has begun."""

    def begun():
        return dict(starts(job)).get(attempt)

    return wait_until(begun, f"attempt {attempt} of {job} begun")


def statements_under_way():
    return rows("SELECT pid FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep%%'")


def assert_done_once(jobs, **options):
    for job in wait_until_over(*jobs, **options):
        assert (job.state, job.message, len(effects(job))) == ("done", "", 1)


# --- R1: the process that works dies ------------------------------------------------------------------------
def test_r1_pool_child_killed_in_the_middle_of_a_job(worker):
    job, _ = submit("test-first-hangs")
    os.kill(wait_for_start(job), signal.SIGKILL)
    (job,) = wait_until_over(job)
    assert (job.state, job.attempt, job.result, effects(job)) == ("done", 2, {"attempt": 2}, [2])


def test_r1_whole_worker_killed_in_the_middle_of_a_job(worker):
    job, _ = submit("test-first-hangs")
    wait_for_start(job)
    worker.kill()
    worker.start()
    (job,) = wait_until_over(job)
    assert (job.state, job.attempt, effects(job)) == ("done", 2, [2])


def test_r1_database_stops_the_statement_of_a_killed_child(worker):
    job, _ = submit("test-long-statement")
    child = wait_for_start(job)
    wait_until(statements_under_way, "statement under way")
    os.kill(child, signal.SIGKILL)
    wait_until(lambda: not statements_under_way(), "statement stopped", seconds=5)
    (job,) = wait_until_over(job)
    assert (job.state, job.attempt, effects(job)) == ("done", 2, [2])


def test_r1_frozen_child_that_wakes_up_is_fenced(worker):
    """Taken for dead, it goes on when another attempt is through: nothing of its work is kept."""
    job, _ = submit("test-first-hangs", seconds=0.5)
    child = wait_for_start(job)
    os.kill(child, signal.SIGSTOP)
    try:
        (job,) = wait_until_over(job)
    finally:
        os.kill(child, signal.SIGCONT)
    wait_until(lambda: "left behind" in worker.log.read_text(), "the frozen attempt noticed")
    job.refresh_from_db()
    assert (job.state, job.attempt, effects(job)) == ("done", 2, [2])


# --- R2: a job that cannot succeed --------------------------------------------------------------------------
def test_r2_poison_ends_after_three_attempts_and_delays_nobody(worker):
    poison = {kind: submit(kind)[0] for kind in ("test-kills", "test-raises", "test-greedy")}
    others = []
    while not all(Job.objects.get(pk=job.pk).is_over for job in poison.values()):
        other, _ = submit("test-quick")
        others += wait_until_over(other, seconds=5)
    causes = {"test-kills": "处理进程意外中断", "test-raises": "程序出错", "test-greedy": "内存不足"}
    for kind, job in poison.items():
        job.refresh_from_db()
        assert (job.state, job.attempt, [attempt for attempt, _ in starts(job)]) == ("failed", 3, [1, 2, 3])
        assert causes[kind] in job.message
        assert effects(job) == []
    assert_done_once(others)


def test_r2_a_refusal_is_not_repeated(worker):
    job, _ = submit("test-refuses")
    (job,) = wait_until_over(job)
    assert (job.state, job.message, len(starts(job))) == ("failed", "该区域没有社区,无法测算。", 1)


# --- R3: the broker is away while people submit -------------------------------------------------------------
def test_r3_broker_stopped_while_submitting(worker, broker):
    broker.stop()
    jobs = submit_many()
    broker.start()
    assert_done_once(jobs, seconds=60)


def test_r3_broker_frozen_while_submitting(worker, broker):
    broker.freeze()
    jobs = submit_many()
    broker.thaw()
    assert_done_once(jobs, seconds=60)


def test_r3_broker_flushed_after_submitting(worker, broker):
    """All messages are lost before a worker sees them."""
    os.killpg(worker.process.pid, signal.SIGSTOP)
    try:
        jobs = submit_many()
        assert broker.ask("FLUSHALL").startswith(b"+OK")
    finally:
        os.killpg(worker.process.pid, signal.SIGCONT)
    assert_done_once(jobs, seconds=60)


# --- R4: the broker goes while jobs are under way -----------------------------------------------------------
@pytest.mark.parametrize("end", ["stop", "kill"])
def test_r4_broker_restarted_in_the_middle_of_jobs(worker, broker, end):
    """Both children are at work and more is waiting; the worker outlives the broker, and no work is done twice."""
    under_way = [submit("test-first-hangs", seconds=4)[0] for _ in range(2)]
    for job in under_way:
        wait_for_start(job)
    waiting = submit_many()
    getattr(broker, end)()
    assert {job.state for job in Job.objects.filter(pk__in=[job.pk for job in under_way])} == {"running"}
    broker.start()
    later, _ = submit("test-quick")
    assert_done_once([*under_way, *waiting, later], seconds=60)
    assert [effects(job) for job in under_way] == [[1], [1]]
    assert worker.process.poll() is None


def test_pages_go_before_background_work(worker):
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, worker.process.pid) == min(ours + limits.NICENESS, 19)
