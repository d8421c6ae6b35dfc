"""Jobs that do what tests need: they leave rows behind, wait, fail and kill their own process."""

import os
import signal
import time

from django.db import connection, transaction

from jobs import limits
from jobs.registry import handler
from jobs.running import Refused
from jobs.snapshot import snapshot

# Far longer than any test waits: whoever hangs this long is killed or left behind.
HANG_SECONDS = 60

TABLES = """
    CREATE TABLE jobs_start (id serial PRIMARY KEY, job bigint, attempt int, pid int);
    CREATE TABLE jobs_effect (id serial PRIMARY KEY, job bigint, attempt int);
    CREATE TABLE jobs_account (id int PRIMARY KEY, points int);
"""


def note_start(run):
    """Visible at once: this attempt has begun, in this process."""
    with connection.cursor() as cursor:
        row = [run.job.pk, run.job.attempt, os.getpid()]
        cursor.execute("INSERT INTO jobs_start (job, attempt, pid) VALUES (%s, %s, %s)", row)


def write_effect(run):
    """The result of the work; it must be there once."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO jobs_effect (job, attempt) VALUES (%s, %s)", [run.job.pk, run.job.attempt])


@handler("test-quick", title="快速任务")
def be_quick(run):
    with transaction.atomic():
        write_effect(run)
        run.finish({"attempt": run.job.attempt})


@handler("test-first-hangs", title="首次停滞的任务")
def hang_at_first(run):
    """The first attempt stops between its writes and its end for as long as `seconds` says."""
    note_start(run)
    run.progress(1, 2)
    with snapshot():
        write_effect(run)
        if run.job.attempt == 1:
            time.sleep(run.params.get("seconds", HANG_SECONDS))
        run.finish({"attempt": run.job.attempt})


@handler("test-long-statement", title="数据库内耗时任务")
def hang_in_the_database(run):
    """The first attempt leaves the database a statement that takes a minute."""
    note_start(run)
    with snapshot():
        write_effect(run)
        if run.job.attempt == 1:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(%s)", [HANG_SECONDS])
        run.finish({"attempt": run.job.attempt})


@handler("test-kills", title="自毁任务")
def kill_own_process(run):
    note_start(run)
    os.kill(os.getpid(), signal.SIGKILL)


@handler("test-raises", title="出错任务")
def always_raise(run):
    note_start(run)
    with transaction.atomic():
        write_effect(run)
        raise ValueError("the password is 12345")


@handler("test-greedy", title="超内存任务")
def take_all_memory(run):
    """Blank bytes are claimed, not written: the machine of the tests feels nothing."""
    note_start(run)
    rows = [bytes(limits.MEMORY // 8) for _ in range(16)]
    run.finish({"rows": len(rows)})


@handler("test-refuses", title="不予办理的任务")
def refuse(run):
    note_start(run)
    raise Refused("该区域没有社区,无法测算。")


@handler("test-interrupted", title="被中止的任务")
def be_interrupted(run):
    raise KeyboardInterrupt


@handler("test-forgets", title="忘记结束的任务")
def forget_to_finish(run):
    note_start(run)
