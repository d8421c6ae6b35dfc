"""Rows made in a process of their own, on another core, while this one goes on; then stored by this one.

For large loads by a command: Celery's workers may not start processes.
"""

import gc
import multiprocessing
import os
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection

from records.copying import as_lines, copy_statement

FORK = multiprocessing.get_context("fork")
LINES = 20_000
"""So many at a time are ready to be stored."""
POLITE = 5
"""The database goes first where there is something to store."""


class Beside:
    """`with Beside(tables) as rows:` begins at once to make the rows; `rows.copy()` stores them as they get ready.

    `tables` is a function that yields (model, names, rows) as `copy_rows` takes them, and asks no database.
    """

    def __init__(self, tables):
        self._folder = TemporaryDirectory(prefix="linli-")
        self._ready, self._tell = FORK.Pipe(duplex=False)
        self._process = FORK.Process(target=_write, args=(tables, self.folder, self._tell))

    @property
    def folder(self):
        """Where the rows lie in between, readable by this account only."""
        return self._folder.name

    def __enter__(self):
        self._process.start()
        self._tell.close()
        return self

    def __exit__(self, *_raised):
        self._process.kill()
        self._process.join()
        self._process.close()
        self._ready.close()
        self._folder.cleanup()

    def copy(self, *models):
        """Store the rows in the order in which they are made: of these models, or all. Raises ChildProcessError where
        they were not made."""
        wanted = {model._meta.db_table for model in models}
        with connection.cursor() as cursor, connection.wrap_database_errors:
            for table, path in self._files():
                if path:
                    _copy(cursor, path)
                    continue
                wanted.discard(table)
                if models and not wanted:
                    return
        self._process.join()
        if self._process.exitcode:
            raise ChildProcessError(self._process.exitcode)

    def _files(self):
        """(table, each file as soon as it is whole, "" after the last of the table), until the other process ends."""
        while True:
            try:
                yield self._ready.recv()
            except EOFError:
                return


def _copy(cursor, path):
    with open(path, encoding="utf-8") as lines:
        cursor.copy_expert(lines.readline(), lines)
    os.unlink(path)


def _write(tables, folder, tell):
    """Files readable by nobody else: the statement on the first line, then rows."""
    os.nice(POLITE)
    gc.disable()
    numbers = count()
    for model, names, rows in tables():
        table = model._meta.db_table
        columns, lines = as_lines(model, names, rows)
        while some := list(islice(lines, LINES)):
            path = Path(folder, f"{next(numbers):05}")
            with path.open("w", encoding="utf-8") as file:
                file.write(copy_statement(table, columns) + "\n")
                file.writelines(line + "\n" for line in some)
            tell.send((table, str(path)))
        tell.send((table, ""))
