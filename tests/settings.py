"""The settings under test: the portal's own, with data of their own and without what only costs time."""

import os
from pathlib import Path

os.environ.setdefault("DATA_DIR", str(Path(__file__).resolve().parent.parent / "var" / "test"))

from config.settings import *  # noqa: F403
from config.settings import DATABASES

# Several runs at once do not meet; tests/conftest.py removes what killed runs left.
DATABASES["default"]["TEST"] = {"NAME": f"test_linli_{os.getpid()}"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
