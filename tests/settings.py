"""The settings under test: the portal's own, with data of their own and without what only costs time."""

import os

from config.settings import *  # noqa: F403
from config.settings import DATABASES, EMBEDDED_POSTGRES

if EMBEDDED_POSTGRES:
    # Nobody needs these data after a power failure.
    EMBEDDED_POSTGRES.options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

# Several runs at once do not meet; tests/conftest.py removes what killed runs left. Who works on one thing for long
# names a database to keep: TEST_DATABASE=test_linli_mine make test ARGS="tests/sheets --reuse-db".
DATABASES["default"]["TEST"] = {"NAME": os.environ.get("TEST_DATABASE") or f"test_linli_{os.getpid()}"}
PUBLIC_PAGE_SECONDS = 0  # tests/communities/test_page_cache.py turns it on
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
