"""Runs every measurement of this folder, each in a process of its own; one JSON object a line.

    python -m bench [--country]

A module with a `main()` is a measurement; the others are what these share.
"""

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def modules():
    found = (path for path in sorted(HERE.glob("*.py")) if not path.name.startswith("_"))
    return [path.stem for path in found if "def main(" in path.read_text(encoding="utf-8")]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--country", action="store_true", help="reports on the whole country too")
    more = {"report": ["--country"]} if parser.parse_args().country else {}
    commands = [[sys.executable, "-m", f"bench.{name}", *more.get(name, [])] for name in modules()]
    failed = [each for each in commands if subprocess.run(each, cwd=HERE.parent, check=False).returncode]  # noqa: S603
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
