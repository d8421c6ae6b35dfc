"""Runs every measurement of this folder, each in a process of its own; one JSON object a line.

A module with a `main()` is a measurement; the others are what these share.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def modules():
    found = (path for path in sorted(HERE.glob("*.py")) if not path.name.startswith("_"))
    return [path.stem for path in found if "def main(" in path.read_text(encoding="utf-8")]


def main():
    failed = [
        name
        for name in modules()
        if subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=HERE.parent, check=False).returncode  # noqa: S603
    ]
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
