"""A database for one measurement, beside that of the instance and gone afterwards."""

import os
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.db import connection


def setup():
    django.setup()
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0


def busy():
    """Seconds of processor time the database has spent on our connection: what a loaded machine does not stretch."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        spent = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(spent[11]) + int(spent[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def scratch(name):
    """An empty database with all tables; the connection uses it inside the block."""
    connection.close()
    connection.settings_dict["TEST"] = {**connection.settings_dict.get("TEST", {}), "NAME": f"linli_bench_{name}"}
    own = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.close()
        connection.creation.destroy_test_db(own, verbosity=0)
