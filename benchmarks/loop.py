"""How long the loops of whoever works on this take: `make check`, `make test`, and their parts.

python benchmarks/loop.py            # all of it, each from what is already installed
python benchmarks/loop.py check      # one of them
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import time
from pathlib import Path

#: By name: the command, and what is taken away first so that it is done in full.
LOOPS: dict[str, tuple[list[str], list[str]]] = {
    "check, nothing changed": (["make", "check"], []),
    "check, all SQL linted": (["make", "check"], ["target/linted"]),
    "test, all of it": (["make", "test"], ["target", "warehouse"]),
}


def main() -> None:
    """Run the loops and print what each took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("begins", nargs="?", default="", help="only loops whose name begins so")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    print("| loop | seconds | CPU seconds |\n| --- | ---: | ---: |")
    for name, (command, removed) in LOOPS.items():
        if not name.startswith(options.begins):
            continue
        for path in map(Path, removed):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        result = subprocess.run(command, capture_output=True, text=True)
        elapsed = time.monotonic() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"| {name} | {elapsed:.0f} | {cpu:.0f} |", flush=True)
        if result.returncode:
            print(result.stdout[-3000:], result.stderr[-3000:])
            raise SystemExit(result.returncode)


if __name__ == "__main__":
    main()
