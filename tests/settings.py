"""The settings under test: the portal's own, with data of their own and without what only costs time."""

import os
from pathlib import Path

# Each process of a parallel run has servers of its own, and so have the programs it starts.
_process = os.environ.get("PYTEST_XDIST_WORKER", "")
_folder = Path(os.environ.get("DATA_DIR", Path(__file__).resolve().parent.parent / "var" / "test"))
os.environ["DATA_DIR"] = str(_folder if _folder.name == _process else _folder / _process)

from config.settings import *  # noqa: F403
from config.settings import DATABASES

# Several runs at once do not meet; tests/conftest.py removes what killed runs left. Who works on one thing for long
# names a database to keep: TEST_DATABASE=test_linli_mine make test ARGS="tests/sheets --reuse-db".
DATABASES["default"]["TEST"] = {"NAME": os.environ.get("TEST_DATABASE") or f"test_linli_{os.getpid()}"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
