"""Rows made in a process of their own, on another core, while this one goes on; then stored by this one.

For large loads by a command: Celery's workers may not start processes.
"""

import multiprocessing
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection

from records.copying import as_lines, copy_statement


class Beside:
    """`with Beside(tables) as rows:` begins at once to make the rows; `rows.copy()` waits for them and stores them.

    `tables` is a function that yields (model, names, rows) as `copy_rows` takes them, and asks no database.
    """

    def __init__(self, tables):
        self._folder = TemporaryDirectory(prefix="linli-")
        self._process = multiprocessing.get_context("fork").Process(target=_write, args=(tables, self.folder))

    @property
    def folder(self):
        """Where the rows lie in between, readable by this account only."""
        return self._folder.name

    def __enter__(self):
        self._process.start()
        return self

    def __exit__(self, *_raised):
        self._process.kill()
        self._process.join()
        self._process.close()
        self._folder.cleanup()

    def copy(self):
        """Store the rows in the order in which they were made. Raises ChildProcessError where they were not."""
        self._process.join()
        if self._process.exitcode:
            raise ChildProcessError(self._process.exitcode)
        with connection.cursor() as cursor, connection.wrap_database_errors:
            for path in sorted(Path(self.folder).iterdir()):
                with path.open(encoding="utf-8") as lines:
                    cursor.copy_expert(lines.readline(), lines)


def _write(tables, folder):
    """A file for each table, readable by nobody else: the statement on the first line, then the rows."""
    for number, (model, names, rows) in enumerate(tables()):
        columns, lines = as_lines(model, names, rows)
        with Path(folder, f"{number:03}").open("w", encoding="utf-8") as file:
            file.write(copy_statement(model._meta.db_table, columns) + "\n")
            file.writelines(line + "\n" for line in lines)
