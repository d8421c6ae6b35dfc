"""`make run`: this instance from nothing to a page in the browser, until Ctrl-C leaves nothing behind."""

import ctypes
import fcntl
import http.client
import io
import os
import signal
import socket
import subprocess
import sys
import time

import django
from django.conf import settings
from django.core.management import call_command

from config.celery import hold_services
from config.services import ServiceError
from records.loading import uncollected

HOST = "127.0.0.1"
ANSWER_SECONDS = 30
ASK_PARENT_DEATH_SIGNAL = 1


def main():
    """Prepare the instance and run its processes; the embedded services are held from start to end."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        django.setup()
        with only_here():
            prepare()
            return serve()
    except ServiceError as error:
        print(error, file=sys.stderr)
        return 1


def only_here():
    """One `make run` for each data folder and for each port."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    lock = open(settings.DATA_DIR / "run.lock", "a")  # noqa: SIM115
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise ServiceError(
            f"数据目录 {settings.DATA_DIR} 已由另一个 make run 使用,请先停止它,或另设 DATA_DIR。"
        ) from error
    if answers():
        raise ServiceError(f"端口 {settings.PORT} 已被占用,请另选一个,例如:PORT={settings.PORT + 1} make run")
    return lock


def answers():
    """Whether anything listens on our port."""
    with socket.socket() as line:
        return line.connect_ex((HOST, settings.PORT)) == 0


def is_ready():
    """Whether a page comes; one that is an error comes too."""
    line = http.client.HTTPConnection(HOST, settings.PORT, timeout=ANSWER_SECONDS)
    try:
        line.request("GET", "/")
        return bool(line.getresponse().status)
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


@uncollected()
def prepare():
    """Services, tables, roles, and the demo where there is no community yet."""
    from demo.loading import is_unfinished

    hold_services()
    call_command("migrate", verbosity=0)
    call_command("sync_roles", stdout=io.StringIO())
    if settings.DEMO and is_unfinished():
        print("正在载入演示数据……", flush=True)
        call_command("load_demo")


def serve():
    """Run web, worker and beat until one of them ends or somebody asks to stop."""
    command = [sys.executable, "-m", "honcho", "start", "--port", str(settings.PORT)]
    processes = subprocess.Popen(command, cwd=settings.BASE_DIR, start_new_session=True, preexec_fn=end_with_parent)  # noqa: PLW1509, S603
    asked_to_stop = []

    def stop(*_):
        asked_to_stop.append(True)
        processes.terminate()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    while processes.poll() is None and not is_ready():
        time.sleep(0.1)
    if processes.poll() is None:
        print(welcome(), flush=True)
    return 0 if processes.wait() == 0 or asked_to_stop else 1


def end_with_parent():
    """Even a parent that is killed takes its processes with it (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(ASK_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def welcome():
    """Where to look, and with which accounts."""
    logins = settings.DATA_DIR / "demo-logins.txt"
    accounts = logins.read_text() if logins.exists() else ""
    return f"\n邻里已启动:http://{HOST}:{settings.PORT}/  (按 Ctrl-C 停止)\n{accounts}"


if __name__ == "__main__":
    sys.exit(main())
