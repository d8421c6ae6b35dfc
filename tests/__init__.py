"""Data of the tests' own, whatever the environment says of the portal's."""

import os
from pathlib import Path

# Each process of a parallel run has servers of its own, and so have the programs it starts.
_process = os.environ.get("PYTEST_XDIST_WORKER", "")
_folder = Path(os.environ.get("DATA_DIR", Path(__file__).resolve().parent.parent / "var" / "test"))
os.environ["DATA_DIR"] = str(_folder if _folder.name == _process else _folder / _process)
