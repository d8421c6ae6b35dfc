"""The life of a job, attempt by attempt, in one process."""

import threading
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now

from jobs import limits, nudge, registry, services
from jobs.models import Job, Lease
from jobs.running import Fenced, Run
from jobs.services import enqueue, enqueue_due, execute, requeue_lapsed, run_here, sweep, take
from tests.jobs.conftest import effects, run_elsewhere, wait_until
from tests.jobs.handlers import write_effect

NIGHT = datetime(2025, 3, 1, 1, 40, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def nudged(request, monkeypatch):
    """Jobs announced right after their commit; the broker itself is left alone, except where a test is about it."""
    nudged = []
    if "broker" not in request.fixturenames:
        monkeypatch.setattr(services, "nudge", nudged.append)
    return nudged


@pytest.fixture(autouse=True)
def announced(request, monkeypatch):
    """What the sweeper sends, in a world where sending works."""
    sent = []
    if "broker" not in request.fixturenames:
        monkeypatch.setattr(services, "announce", lambda ids: sent.extend(ids) or list(ids))
    return sent


def let_lapse(job):
    Lease.objects.filter(job=job).update(until=Now() - timedelta(seconds=1))
    requeue_lapsed()
    job.refresh_from_db()


@transaction.atomic
def finish(job):
    """What a handler does last."""
    write_effect(Run(job))
    Run(job).finish({"attempt": job.attempt})


# --- Asking -------------------------------------------------------------------------------------------------
def test_a_job_is_wanted_exactly_if_the_transaction_commits(tables, nudged):
    with transaction.atomic():
        enqueue("test-quick")
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    with transaction.atomic():
        job = enqueue("test-quick", area_code="500199", params={"on": date(2025, 3, 1)})
        assert nudged == []
    assert nudged == [job.pk]
    job.refresh_from_db()
    assert (job.state, job.area_code, job.params) == ("queued", "500199", {"on": "2025-03-01"})


def test_the_same_key_is_the_same_job(tables, nudged):
    first, second = enqueue("test-quick", key="k"), enqueue("test-quick", key="k")
    assert (first, nudged) == (second, [first.pk])


def test_an_unknown_kind_is_refused_when_it_is_asked_for(db):
    with pytest.raises(LookupError):
        enqueue("no-such-kind")


@pytest.mark.parametrize("wrong", [{"state": "lost"}, {"state": "done"}, {"finished_at": Now()}], ids=str)
def test_the_database_refuses_states_that_cannot_be(db, wrong):
    with pytest.raises(IntegrityError):
        Job.objects.create(**{"kind": "test-quick", **wrong})


# --- Attempts -----------------------------------------------------------------------------------------------
def test_a_job_is_taken_once(tables):
    job = enqueue("test-quick")
    barrier, taken = threading.Barrier(5), []

    def race():
        try:
            barrier.wait()
            taken.append(take(job.pk))
        finally:
            connection.close()

    racers = [threading.Thread(target=race) for _ in range(5)]
    [racer.start() for racer in racers]
    [racer.join() for racer in racers]
    assert [winner.attempt for winner in taken if winner] == [1]


def test_fencing_a_stale_attempt_cannot_finish(rolled_back):
    stale = take(enqueue("test-quick").pk)
    let_lapse(stale)
    assert stale.state == Job.State.QUEUED
    current = take(stale.pk)
    stale.attempt = 1
    with pytest.raises(Fenced):
        finish(stale)
    finish(current)
    current.refresh_from_db()
    assert (current.state, current.result, effects(current)) == ("done", {"attempt": 2}, [2])


def test_fencing_a_finished_job_cannot_finish_again(rolled_back):
    job = take(enqueue("test-quick").pk)
    Run(job).finish()
    with pytest.raises(Fenced):
        Run(job).finish()


def test_fencing_control_without_the_attempt_both_finish(rolled_back):
    """What `held_by` prevents: the stale attempt's work is kept beside the current one's."""
    stale = take(enqueue("test-quick").pk)
    let_lapse(stale)
    current = take(stale.pk)
    for attempt in (stale, current):
        with transaction.atomic():
            write_effect(Run(attempt))
            assert Job.objects.filter(pk=attempt.pk).update(result={})
    assert len(effects(current)) == 2


def test_a_stale_attempt_neither_renews_nor_fails_the_job(rolled_back):
    stale = take(enqueue("test-quick").pk)
    let_lapse(stale)
    current = take(stale.pk)
    assert not Lease.objects.held_by(stale.pk, 1).update(done=9)
    stale.attempt = 1
    services._give_up(stale, "x")
    services._put_back(stale, "x")
    current.refresh_from_db()
    assert (current.state, current.attempt, current.message[:2]) == ("running", 2, "第 ")


def test_progress_is_seen_from_outside_and_renews_the_lease(tables, monkeypatch):
    monkeypatch.setattr(limits, "PROGRESS", timedelta(seconds=0.05))
    job = take(enqueue("test-quick").pk)
    before = job.lease_until
    run = Run(job)
    with transaction.atomic(), run.alive():
        run.progress(3, 10)
        wait_until(lambda: run_elsewhere(lambda: Job.objects.get(pk=job.pk).done) == 3, "progress seen")
    job = Job.objects.get(pk=job.pk)
    assert (job.done, job.total) == (3, 10)
    assert job.lease_until > before


def test_progress_raises_when_the_job_was_taken_away(tables, monkeypatch):
    monkeypatch.setattr(limits, "PROGRESS", timedelta(seconds=0.05))
    job = take(enqueue("test-quick").pk)
    run = Run(job)
    let_lapse(job)

    def report():
        run.progress(1, 2)

    with run.alive():
        run.progress(0, 2)
        with pytest.raises(Fenced):
            wait_until(report, "fenced")


def test_the_lease_is_renewed_as_long_as_the_handler_runs(tables, monkeypatch):
    monkeypatch.setattr(limits, "PROGRESS", timedelta(seconds=0.05))
    monkeypatch.setattr(limits, "RENEWAL", timedelta(seconds=0.1))
    job = take(enqueue("test-quick").pk)

    def until():
        return Lease.objects.get(job=job).until

    with Run(job).alive():
        begun = until()
        wait_until(lambda: until() > begun, "renewed")
        later = until()
        wait_until(lambda: until() > later, "renewed again")
    ended = until()
    threads = [thread.name for thread in threading.enumerate()]
    assert f"pulse-{job.pk}" not in threads
    assert until() == ended


# --- Failures -----------------------------------------------------------------------------------------------
def test_a_refusal_fails_at_once_in_words(rolled_back):
    job = run_here(enqueue("test-refuses"))
    assert (job.state, job.attempt, job.message) == ("failed", 1, "该区域没有社区,无法测算。")


def test_an_exception_is_retried_then_given_up_and_told_in_words_only(rolled_back, caplog):
    job = enqueue("test-raises")
    execute(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempt) == ("queued", 1)
    assert job.message == "第 1 次处理未完成(程序出错),稍后自动重试。"
    job = run_here(job)
    assert (job.state, job.attempt, effects(job)) == ("failed", 3, [])
    assert job.message.startswith("已尝试 3 次均未完成(程序出错)")
    assert "12345" not in job.message
    assert "ValueError: the password is 12345" in caplog.text


def test_a_handler_that_does_not_finish_its_job_has_failed(rolled_back):
    job = run_here(enqueue("test-forgets"))
    assert (job.state, job.attempt) == ("failed", 3)


def test_a_lapsed_lease_after_the_last_attempt_ends_the_job(rolled_back):
    job = enqueue("test-quick")
    for attempt in (1, 2, 3):
        assert take(job.pk).attempt == attempt
        let_lapse(job)
    assert (job.state, take(job.pk)) == ("failed", None)
    assert "处理进程意外中断" in job.message


def test_a_live_lease_is_left_alone(rolled_back):
    job = take(enqueue("test-quick").pk)
    requeue_lapsed()
    job.refresh_from_db()
    assert job.state == Job.State.RUNNING


# --- Commands -----------------------------------------------------------------------------------------------
def test_run_here_needs_neither_broker_nor_worker(tables, broker):
    broker.stop()
    job = run_here(enqueue("test-quick"))
    assert (job.state, effects(job), job.result) == ("done", [1], {"attempt": 1})


def test_run_here_inside_an_open_transaction(rolled_back):
    """So that commands can be tested without real transactions: nobody else can see the job, there is no lease."""
    assert run_here(enqueue("test-quick")).state == Job.State.DONE


def test_run_here_takes_over_from_a_dead_worker(rolled_back):
    job = enqueue("test-quick")
    take(job.pk)
    Lease.objects.update(until=Now() - timedelta(seconds=1))
    job = run_here(job)
    assert (job.state, effects(job)) == ("done", [2])


def test_run_here_stopped_by_its_operator_is_not_taken_up_again(rolled_back):
    job = enqueue("test-interrupted")
    with pytest.raises(KeyboardInterrupt):
        run_here(job)
    job.refresh_from_db()
    assert (job.state, job.attempt, job.message) == ("failed", 1, "已由操作人员中止。")


def test_finished_jobs_stay(rolled_back):
    job = run_here(enqueue("test-quick"))
    Job.objects.update(created_at=datetime(2015, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai")))
    sweep()
    assert Job.objects.get(pk=job.pk).state == Job.State.DONE


# --- Sweeping -----------------------------------------------------------------------------------------------
def test_the_sweeper_announces_what_nobody_took_and_not_again_at_once(rolled_back, announced):
    fresh, forgotten = enqueue("test-quick"), enqueue("test-quick")
    Job.objects.filter(pk=forgotten.pk).update(sent_at=Now() - limits.RESEND)
    sweep()
    sweep()
    assert announced == [forgotten.pk]
    assert fresh.pk not in announced


def test_the_sweeper_announces_at_once_what_lost_its_process(rolled_back, announced):
    job = take(enqueue("test-quick").pk)
    Lease.objects.update(until=Now() - timedelta(seconds=1))
    sweep()
    assert announced == [job.pk]


def test_the_sweeper_leaves_for_the_next_time_what_it_could_not_send(rolled_back, monkeypatch):
    job = enqueue("test-quick")
    Job.objects.update(sent_at=None)
    monkeypatch.setattr(services, "announce", lambda ids: [])
    sweep()
    job.refresh_from_db()
    assert job.sent_at is None


# --- The broker ---------------------------------------------------------------------------------------------
def test_where_our_own_broker_does_not_run_nothing_is_said(tables, broker, caplog):
    broker.stop()
    job = enqueue("test-quick")
    assert (job.state, caplog.text) == ("queued", "")


def test_r3_a_broker_that_failed_is_left_alone_for_a_while(tables, broker, monkeypatch):
    broker.freeze()
    tried, announce = [], nudge.announce
    monkeypatch.setattr(nudge, "announce", lambda ids: tried.extend(ids) or announce(ids))
    first, second = enqueue("test-quick"), enqueue("test-quick")
    assert tried == [first.pk]
    monkeypatch.setattr(nudge.pause, "until", 0.0)
    third = enqueue("test-quick")
    assert tried == [first.pk, third.pk]
    assert set(Job.objects.all()) == {first, second, third}


# --- The calendar -------------------------------------------------------------------------------------------
@pytest.fixture
def nightly(monkeypatch):
    """One duty, due every night at half past one."""
    monkeypatch.setattr(registry, "_handlers", {})
    monkeypatch.setattr(registry, "_duties", {})
    registry.periodic("nightly", title="每晚草稿", due=registry.daily(time(1, 30)))(print)


def tick_five_times_at_once():
    """Five beats insert the jobs of the same night, and wait for one another before they commit, if they can."""
    together = threading.Barrier(5)

    def tick():
        try:
            with transaction.atomic():
                enqueue_due(NIGHT)
                together.wait(timeout=1)
        except threading.BrokenBarrierError:
            enqueue_due(NIGHT)
        finally:
            connection.close()

    ticks = [threading.Thread(target=tick) for _ in range(5)]
    [beat.start() for beat in ticks]
    [beat.join() for beat in ticks]


def test_r8_five_ticks_insert_one_job(tables, nightly):
    tick_five_times_at_once()
    job = Job.objects.get()
    assert (job.kind, job.key, job.params) == (
        "nightly",
        "nightly:2025-03-01T01:30",
        {"period": "2025-03-01T01:30"},
    )


@pytest.fixture
def without_unique_key(tables):
    """The table as it would be without the constraint on `key`."""
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, Job._meta.db_table)
        (name,) = [name for name, found in constraints.items() if found["unique"] and found["columns"] == ["key"]]
        cursor.execute(f"ALTER TABLE jobs_job DROP CONSTRAINT {name}")
        yield
        cursor.execute("TRUNCATE jobs_job CASCADE")
        cursor.execute(f"ALTER TABLE jobs_job ADD CONSTRAINT {name} UNIQUE (key)")


def test_r8_control_without_unique_key_there_are_five(without_unique_key, nightly):
    tick_five_times_at_once()
    assert Job.objects.count() == 5


def test_r8_every_night_has_its_job_and_a_clock_set_back_none_twice(rolled_back, nightly):
    for hours in (0, 0.2, -0.1, 24, 23.9, 48):
        enqueue_due(NIGHT + timedelta(hours=hours))
    assert Job.objects.count() == 3


def test_a_duty_missed_for_long_waits_for_its_next_time(rolled_back, nightly):
    enqueue_due(NIGHT + timedelta(hours=1.5))
    enqueue_due(NIGHT + timedelta(days=1, hours=3))
    assert [job.params["period"] for job in Job.objects.all()] == ["2025-03-01T01:30"]


def test_a_job_given_up_is_asked_for_again_once(rolled_back):
    failed = enqueue("test-quick", area_code="500199", params={"number": 3})
    Job.objects.filter(pk=failed.pk).update(state="failed", finished_at=Now(), attempt=3)
    first, second = services.retry(failed, user=None), services.retry(failed, user=None)
    assert first == second != failed
    assert (first.kind, first.area_code, first.params, first.attempt) == ("test-quick", "500199", {"number": 3}, 0)
