"""The parent's side of the reader: starts it, takes its rows as they come, and never waits for ever."""

import json
import subprocess
import sys
import threading
from contextlib import contextmanager

from django.conf import settings

SECONDS = 540  # by the clock, rows taken by a busy parent included; processor time is capped in the reader itself
KILLED = "文件过大或过于复杂,读取时超出限制,请分成几个文件上传"


class BadFile(Exception):
    """The file as a whole cannot be taken; the sentence is for the person who sent it."""


@contextmanager
def open_rows(path):
    """`Rows` of the file; the reader ends with the block."""
    child = subprocess.Popen(  # noqa: S603 - our own module; the path is one argument, no shell
        [sys.executable, "-E", "-s", "-m", "sheets.reader", str(path)],
        cwd=settings.BASE_DIR,
        env={"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    alarm = threading.Timer(SECONDS, child.kill)
    alarm.daemon = True
    alarm.start()
    try:
        yield Rows(child.stdout)
    finally:
        alarm.cancel()
        child.kill()
        child.stdout.close()
        child.wait()


class Rows:
    """(row number, cells) of each row of a file; `line` is the latest one as it came, JSON in UTF-8."""

    def __init__(self, lines):
        self.lines, self.line = lines, b""

    def __iter__(self):
        for line in self.lines:
            if not line.endswith(b"\n"):
                break
            self.line, said = line, json.loads(line, parse_constant=str)  # a number beyond all numbers is a word
            if isinstance(said, list):
                yield said
            elif "refused" in said:
                raise BadFile(said["refused"])
            else:
                return
        raise BadFile(KILLED)
