"""`make run`: web, worker and beat come up together and leave nothing behind, however they end."""

import os
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

from tests.config.conftest import made, wait_until


def free_port():
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return line.getsockname()[1]


class Run:
    """A portal in a process group of its own, as a terminal would start it."""

    def __init__(self, instance, port):
        self.instance, self.port = instance, port
        self.output = ""
        given = {**os.environ, "DATA_DIR": str(instance.data_dir), "PORT": str(port), "DEMO": "off"}
        given["DJANGO_SETTINGS_MODULE"] = "config.settings"
        self.process = subprocess.Popen(
            ["make", "run"], cwd=settings.BASE_DIR, env=given, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def wait_until_ready(self):
        for line in self.process.stdout:
            self.output += line
            if "邻里已启动" in line:
                return self
        return pytest.fail(f"ended before it was ready:\n{self.output}")

    def signal(self, number):
        os.killpg(self.process.pid, number)

    @property
    def launcher(self):
        """The process that holds the others together."""
        numbers = self.instance.processes()
        return next(number for number in numbers if b"config.run" in Path(f"/proc/{number}/cmdline").read_bytes())

    def wait(self):
        self.output += self.process.communicate(timeout=60)[0]
        return self.process.returncode

    def get(self, path):
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}")
        except urllib.error.HTTPError as answer:
            return answer


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """One instance that is started again and again."""
    port = free_port()
    for instance in made(tmp_path_factory.mktemp("portal")):
        yield lambda other=instance: Run(other, port)


def test_ctrl_c_leaves_nothing_behind(portal):
    run = portal().wait_until_ready()
    assert f"http://127.0.0.1:{run.port}/" in run.output
    page = run.get("/admin/login/")
    assert page.status == 200
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    run.signal(signal.SIGINT)
    run.wait()
    assert run.instance.processes() == []
    assert " ERROR " not in run.output  # the page each process makes before anybody asks came as well


def test_second_run_on_the_same_data_or_port_is_refused(portal, fresh):
    first = portal().wait_until_ready()
    same_data, same_port = portal(), portal(fresh)
    assert 0 not in (same_data.wait(), same_port.wait())
    assert "已由另一个 make run 使用" in same_data.output
    assert f"端口 {first.port} 已被占用" in same_port.output
    assert first.get("/admin/login/").status == 200
    os.kill(first.launcher, signal.SIGKILL)
    first.wait()
    wait_until(lambda: not first.instance.processes(), "processes of a killed parent ended")


def test_everything_killed(portal):
    run = portal().wait_until_ready()
    run.instance.kill_everything()
    run.wait()
    again = portal().wait_until_ready()
    assert again.get("/admin/login/").status == 200
    os.kill(again.launcher, signal.SIGTERM)
    assert again.wait() == 0
    assert again.instance.processes() == []
