"""What a public page costs that was made for another visitor, beside a static file from the same web server.

    python -m bench.kept_pages

In an instance of its own with the small demonstration. Prints one JSON object a kind of page: milliseconds of processor
time of the web server for one request, of the page and of the style sheet; how many a second four visitors at once get
of either; and the ratios (at least 0.8).
"""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
PAGES = (
    "/", "/area/500103/", "/community/500103001003/", "/services/", "/disclosures/", "/notices/", "/open-data/",
    "/standards/", "/about/map/",
)  # fmt: skip
ONE_OF = ("/services/", "/disclosures/", "/notices/")
"""Lists whose first entry is measured too."""
REQUESTS, ROUNDS, VISITORS, LEAST = 400, 3, 4, 0.8
STYLES = re.compile(r"/static/css/linli[^\"]*")


def manage(environment, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)  # noqa: S603


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """gunicorn with one process, as `make run` starts two."""

    def __init__(self, environment):
        self.port = free_port()
        options = (
            f"--bind 127.0.0.1:{self.port} --worker-class gthread --threads 4 --no-control-socket --log-level error"
        )
        command = [sys.executable, "-m", "gunicorn", "config.wsgi", *options.split()]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603

    def get(self, path, connection=None):
        connection = connection or http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()

    def wait(self):
        """Until it answers; ConnectionError once its process has ended."""
        while self.process.poll() is None:
            try:
                return self.get("/")
            except ConnectionRefusedError:
                time.sleep(0.2)
        raise ConnectionError

    def busy(self):
        """Seconds of processor time of the process that answers."""
        children = (
            Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii").split()
        )
        spent = [
            Path(f"/proc/{child}/stat").read_text(encoding="ascii").rpartition(")")[2].split() for child in children
        ]
        return sum(int(each[11]) + int(each[12]) for each in spent) / os.sysconf("SC_CLK_TCK")

    def visit(self, path):
        """As often as is measured, over one connection that stays open; the last status."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        return [self.get(path, connection)[0] for _ in range(REQUESTS)][-1]

    def cost(self, path):
        """(status, milliseconds of processor time of one request, requests a second of several visitors at once)"""
        for _ in range(5):
            self.get(path)
        before = self.busy()
        status = self.visit(path)
        spent = self.busy() - before
        began = time.perf_counter()
        with ThreadPoolExecutor(VISITORS) as visitors:
            list(visitors.map(self.visit, [path] * VISITORS))
        return status, spent / REQUESTS * 1000, VISITORS * REQUESTS / (time.perf_counter() - began)


def pages(server):
    for path in PAGES:
        yield path
        if path in ONE_OF:
            yield re.search(rf"{path}\d+/", server.get(path)[1].decode()).group()


def measure(server):
    _status, home = server.wait()
    styles = STYLES.search(home.decode()).group()
    for path in pages(server):
        rounds = [(server.cost(path), server.cost(styles)) for _ in range(ROUNDS)]
        page, static = (min(cost[1] for cost in each) for each in zip(*rounds, strict=True))
        page_often, static_often = (max(cost[2] for cost in each) for each in zip(*rounds, strict=True))
        told = {"bench": "kept_pages", "page": path, "status": rounds[0][0][0]}
        yield told | {
            "page_ms": round(page, 2),
            "static_ms": round(static, 2),
            "ratio": round(static / page, 2),
            "page_per_s": round(page_often),
            "static_per_s": round(static_often),
            "ratio_per_s": round(page_often / static_often, 2),
            "least": LEAST,
        }


@contextmanager
def small_portal():
    """A web server over the small demonstration, gone afterwards."""
    with TemporaryDirectory(prefix="linli-bench-") as folder:
        environment = {**os.environ, "DATA_DIR": folder, "ALLOWED_HOSTS": "127.0.0.1"}
        for arguments in (["migrate"], ["load_demo", "--small"], ["collectstatic", "--noinput"]):
            manage(environment, *arguments)
        server = Server(environment)
        try:
            yield server
        finally:
            server.process.terminate()
            server.process.wait()


def main():
    with small_portal() as server:
        for told in measure(server):
            print(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main()
