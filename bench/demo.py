"""How long the demonstration of a municipality takes to load, with and without the registers beside the report's.

    python -m bench.demo

In a database of its own, which is empty each time. `report_registers_seconds` are divisions, people with spells,
certificates and trainings, approved posts, premises, head counts and funds, with history and indexes; `seconds` are all
registers; `report_seconds` is what the report takes on top. Prints one JSON object.
"""

import json
import os
import time
from contextlib import ExitStack
from unittest.mock import patch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from bench import database

database.setup()

from django.core.cache import cache  # noqa: E402
from django.test.utils import override_settings  # noqa: E402

from bench.country import sizes  # noqa: E402
from compliance.services import build_report  # noqa: E402
from demo import AS_OF, loading  # noqa: E402

BESIDE = {
    "volunteer_tables": (list, 0),
    "load_estates": 0,
    "load_directory": 0,
    "load_public": None,
    "load_grids": ((), 0),
    "duty_tables": list,
}
"""What loads the registers no indicator of the first thirty reads, and what it returns where there are none."""
OWN_CACHE = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
"""Or the instance would be told that it holds a demonstration."""


def load(left_out):
    """Seconds of loading and of the report, and how much there was."""
    with database.scratch("demo"), override_settings(CACHES=OWN_CACHE), ExitStack() as stack:
        cache.clear()
        # The accounts' passwords belong in no file of this instance.
        for name, nothing in {"create_logins": None, **left_out}.items():
            stack.enter_context(patch.object(loading, name, return_value=nothing))
        began = time.monotonic()
        loading._load(loading.WHOLE)
        loaded = time.monotonic()
        build_report(area=loading.WHOLE, on=AS_OF)
        return {"loading": loaded - began, "report": time.monotonic() - loaded, "sizes": sizes()}


def main():
    main_job, all_registers = load(BESIDE), load({})
    found = {
        "bench": "demo",
        "registers": all_registers["sizes"],
        "report_registers_seconds": round(main_job["loading"], 1),
        "seconds": round(all_registers["loading"], 1),
        "report_seconds": round(all_registers["report"], 1),
    }
    print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()
