"""How long 100,000 people take through the pages: preview, apply, undo; and how long a clerk's page takes meanwhile.

    python -m bench.import_upload [--rows 100000]

In the database of `bench.import_workers`. Prints one JSON object.
"""

import json
import os
import threading
import time

from bench.import_workers import county_file, read_rows  # isort: skip (it sets Django up)

from django.db import connection
from django.test import Client

from accounts.models import User
from communities.uploads.headers import propose
from communities.uploads.services import match_headers, open_file, receive, start_applying
from communities.uploads.undoing import undo
from jobs.services import execute
from sheets import registry


def watch(user, over, seconds):
    """A clerk opens a register again and again."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    while not over.wait(0.5):
        begun = time.perf_counter()
        answer = client.get("/office/import/", secure=True)
        seconds.append(time.perf_counter() - begun if answer.status_code == 200 else float("inf"))
    connection.close()


def timed(act):
    begun = time.perf_counter()
    act()
    return round(time.perf_counter() - begun, 1)


def run(path):
    user = User.objects.create_user("bench-import", is_superuser=True)
    sheet = registry.get("worker")
    upload, _first = receive(user=user, sheet=sheet, content=[path.read_bytes()], file_name=path.name)
    told = {"head": timed(lambda: execute(upload.job_id) if upload.job_id else open_file(upload))}
    upload.refresh_from_db()
    proposals = propose(sheet, upload.head, 1, "")
    pages, over = [], threading.Event()
    clerk = threading.Thread(target=watch, args=(user, over, pages))
    clerk.start()
    job = match_headers(upload=upload, header_row=1, columns={one.index: one.column for one in proposals})
    told["preview"] = timed(lambda: execute(job.pk))
    told["pages_in_preview"], told["worst_in_preview"] = len(pages), round(max(pages, default=0), 2)
    upload.refresh_from_db()
    if upload.state != "previewed":
        raise SystemExit(f"{upload.state}: {upload.job.message}")
    told["found"] = {name: upload.preview[name] for name in ("rows", "new", "changed", "error")}
    job = start_applying(upload=upload)
    told["apply"] = timed(lambda: execute(job.pk))
    over.set()
    clerk.join()
    told["undo"] = timed(lambda: undo(upload=upload, user=user))
    return {**told, "page_worst": round(max(pages), 2), "pages": len(pages)}


def main():
    with county_file(read_rows(__doc__)) as path:
        told = run(path)
    print(json.dumps({"bench": "import_upload", **told, "load": round(os.getloadavg()[0], 1)}))


if __name__ == "__main__":
    main()
