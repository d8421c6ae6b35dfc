"""A real broker and a real worker, which the tests stop, freeze and kill."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection

from config.celery import app
from config.services import Valkey
from jobs import nudge
from jobs.models import Job
from tests.jobs import handlers


def wait_until(condition, what, seconds=30):
    """Return what the condition returns once it is true; fail with `what` when that takes too long."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > deadline:
            pytest.fail(f"not within {seconds} s: {what}")
        time.sleep(0.05)
    return found


def wait_until_over(*jobs, seconds=30):
    """The jobs as they are once all of them are done or failed."""
    ids = [job.pk for job in jobs]
    states = Job.objects.filter(pk__in=ids).order_by("pk")

    def over():
        found = list(states.all())
        return found if len(found) == len(ids) and all(job.is_over for job in found) else None

    return wait_until(over, f"jobs {ids} over", seconds)


def rows(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def effects(job):
    """The attempts whose work was kept."""
    return [attempt for (attempt,) in rows("SELECT attempt FROM jobs_effect WHERE job = %s ORDER BY id", job.pk)]


def starts(job):
    """(attempt, process) of every beginning."""
    return rows("SELECT attempt, pid FROM jobs_start WHERE job = %s ORDER BY id", job.pk)


def run_elsewhere(function, **arguments):
    """Call it in a thread, and so on another connection."""

    def call():
        try:
            return function(**arguments)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call).result()


class Broker(Valkey):
    """A Valkey of the tests' own, with what can happen to it; it forgets everything when it stops."""

    @property
    def pid(self):
        return int(self.pid_file.read_text())

    def freeze(self):
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self):
        os.kill(self.pid, signal.SIGCONT)

    def kill(self):
        pid = self.pid
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not self.answers(), f"broker {pid} gone")


class Worker:
    """A Celery worker with two children and its own beat, in a process group of its own."""

    COMMAND = ["-m", "celery", "-A", "tests.jobs.worker", "worker", "-B", "-c", "2", "-l", "INFO", "--without-mingle"]

    def __init__(self, broker, folder):
        self.broker, self.folder, self.process = broker, folder, None
        self.log = folder / "worker.log"

    def start(self):
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.jobs.worker_settings",
            "TEST_DATABASE": connection.settings_dict["NAME"],
            "TEST_BROKER": self.broker.url,
        }
        command = [sys.executable, *self.COMMAND, "-s", str(self.folder / "beat")]
        self.log.write_text("")
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log, start_new_session=True
            )
        wait_until(self.is_ready, f"worker ready; see {self.log}")

    def is_ready(self):
        if self.process.poll() is not None:
            pytest.fail(f"the worker did not start:\n{self.log.read_text()[-2000:]}")
        return " ready." in self.log.read_text()

    def kill(self):
        """The whole group at once, as a power cut would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="session")
def created_tables(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(handlers.TABLES)


@pytest.fixture
def rolled_back(created_tables, db):
    """The tables, in a transaction that is undone: quick, for what one connection can show."""


@pytest.fixture
def tables(created_tables, transactional_db):
    """Empty tables of the test handlers, in a database where transactions are real."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE jobs_start, jobs_effect, jobs_account")


@pytest.fixture(scope="module")
def running_broker():
    broker = Broker(settings.SERVICES_HOME, "jobs-test", keep=False)
    broker.hold()
    yield broker
    with contextlib.suppress(ProcessLookupError, FileNotFoundError):
        broker.thaw()
    broker.leave()


@pytest.fixture
def broker(running_broker, monkeypatch):
    """A broker that answers, known to this process; it answers again afterwards whatever a test did to it."""
    monkeypatch.setattr(nudge.pause, "until", 0.0)
    before = app.conf.broker_url
    app.conf.broker_url = running_broker.url
    yield running_broker
    app.conf.broker_url = before
    with contextlib.suppress(ProcessLookupError, FileNotFoundError):
        running_broker.thaw()
    running_broker.start()


@pytest.fixture(scope="module")
def running_worker(created_tables, running_broker, django_db_blocker, tmp_path_factory):
    worker = Worker(running_broker, tmp_path_factory.mktemp("worker"))
    try:
        with django_db_blocker.unblock():
            worker.start()
        yield worker
    finally:
        worker.kill()


@pytest.fixture
def worker(tables, broker, running_worker):
    """A worker that is ready."""
    if running_worker.process.poll() is not None:
        running_worker.start()
    return running_worker
