"""`make bench` begins every measurement as a module of its own; what each prints is for people to read."""

import os
import subprocess
import sys

from django.conf import settings

BEGIN = """
import importlib
from bench.__main__ import modules
for name in modules():
    importlib.import_module(f"bench.{name}").main
"""


def test_every_measurement_can_be_begun(tmp_path):
    own = {"DJANGO_SETTINGS_MODULE": "config.settings", "DATA_DIR": str(tmp_path)}
    begun = subprocess.run(
        [sys.executable, "-c", BEGIN],
        cwd=settings.BASE_DIR,
        env=os.environ | own,
        capture_output=True,
        text=True,
        check=False,
    )
    assert begun.returncode == 0, begun.stderr
