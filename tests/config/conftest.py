"""An instance of its own for each file of tests: real servers, which the tests kill."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings

from config.services import Home, Postgres, Valkey

PASSWORD = "only-for-this-test"
HOLD = """
import sys
from config.services import Home, Postgres, Valkey
home = Home(sys.argv[1], "nobody")
service = {"postgres": lambda: Postgres(home, sys.argv[3]), "valkey": lambda: Valkey(home)}[sys.argv[2]]()
service.hold()
print("ready", flush=True)
sys.stdin.read()
"""


def wait_until(condition, what, seconds=30):
    """Return what the condition returns once it is true; fail with `what` when that takes too long."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > deadline:
            pytest.fail(f"not within {seconds} s: {what}")
        time.sleep(0.02)
    return found


class Instance:
    """A data folder with its servers, and whoever uses them."""

    def __init__(self, data_dir):
        self.data_dir = data_dir
        self.home = Home(data_dir, "nobody")
        self.postgres = Postgres(self.home, PASSWORD)
        self.valkey = Valkey(self.home)
        self.users = []

    def use(self, service):
        """Another process that holds a server until its input ends."""
        command = [sys.executable, "-c", HOLD, str(self.data_dir), service, PASSWORD]
        user = subprocess.Popen(
            command, cwd=settings.BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.users.append(user)
        assert user.stdout.readline() == "ready\n"
        return user

    def leave(self, user):
        user.stdin.close()
        user.stdout.close()
        assert user.wait() == 0

    def connect(self, **options):
        names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host"}
        given = {names[name]: value for name, value in self.postgres.connection.items()}
        connection = psycopg2.connect(**{**given, **options})
        connection.autocommit = True
        return connection

    def query(self, sql, **options):
        connection = self.connect(**options)
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall() if cursor.description else None
        finally:
            connection.close()

    def processes(self):
        """What runs for this instance and is not a zombie that nobody collected yet."""
        marks = {os.fsencode(self.home.path), os.fsencode(self.data_dir)}
        return [int(folder.name) for folder in Path("/proc").glob("[0-9]*") if self.is_ours(folder, marks)]

    def is_ours(self, folder, marks):
        try:
            words = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
            running = (folder / "stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
        except OSError:
            return False
        return running and int(folder.name) != os.getpid() and any(mark in words for mark in marks)

    def kill_everything(self):
        """Every process of the instance, in no order, as a power cut would."""
        for number in self.processes():
            os.kill(number, signal.SIGKILL)
        for user in self.users:
            user.wait()
            user.stdin.close()
            user.stdout.close()
        self.users.clear()
        wait_until(lambda: not self.processes(), "all killed")

    def remove(self):
        self.kill_everything()
        for folder in (self.home.path, self.home.sockets, self.data_dir):
            shutil.rmtree(folder, ignore_errors=True)


def made(folder):
    instance = Instance(folder / "data")
    yield instance
    instance.remove()


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    yield from made(tmp_path_factory.mktemp("instance"))


@pytest.fixture(scope="module")
def neighbour(tmp_path_factory):
    """A second instance on the same machine."""
    yield from made(tmp_path_factory.mktemp("neighbour"))


@pytest.fixture
def fresh(tmp_path):
    """An instance that nobody used before."""
    yield from made(tmp_path)
