"""Where uploaded files lie: below DATA_DIR, readable by the portal only, under names nobody can guess.

Beside a file `<name>` stand the rows of its preview, one JSON line each: `<name>.<group>`.
"""

import hashlib
import json
import os
import secrets
from itertools import islice
from pathlib import Path

from django.conf import settings

from sheets.files import written_whole

GROUPS = ("error", "new", "changed", "unchanged", "missing")
KINDS = (".xlsx", ".xls", ".csv", ".et", ".ett", ".xlsm", ".xlsb", ".ods", ".txt")


def folder():
    path = settings.DATA_DIR / "uploads"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(upload):
    return folder() / upload.stored_as


def keep(content, file_name):
    """Write an upload's chunks; returns (stored name, sha256, size). A full disk leaves nothing behind."""
    kind = Path(file_name).suffix.lower()
    name = secrets.token_hex(16) + (kind if kind in KINDS else ".bin")
    digest, size = hashlib.sha256(), 0
    with written_whole(folder() / name) as file:
        for chunk in content:
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
    return name, digest.hexdigest(), size


def group_path(upload, group):
    return folder() / f"{upload.stored_as}.{group}"


def lines(upload, group, start=0, stop=None):
    """Rows of one group of the preview."""
    try:
        with group_path(upload, group).open("rb") as file:
            for line in islice(file, start, stop):
                yield json.loads(line)
    except FileNotFoundError:
        return


def remove(stored_as):
    """The file and all that was made of it."""
    for name in (stored_as, *(f"{stored_as}.{group}" for group in GROUPS)):
        (folder() / name).unlink(missing_ok=True)


def stored_before(moment):
    """Names of uploads whose files are older than the moment."""
    stems = set()
    for entry in os.scandir(folder()):
        if entry.stat().st_mtime < moment.timestamp():
            stems.add(".".join(entry.name.split(".")[:2]))
    return stems
