"""How long the loops of whoever works on this take, and their parts.

    python benchmarks/loop.py [check] [--write]

`check` is what one does every few minutes, `test` what one does before pushing: with nothing to
build since the last time, and from nothing but what is installed, with the builds of the tests as
well. CPU seconds are those of all processes that others wait for, which a browser's are not always:
let nothing else run, and see how long it takes.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "loop.md"
CACHES = [".mypy_cache", ".ruff_cache", "target/linted"]
BUILT = ["target", "warehouse", ".pytest_cache"]
#: By name: the command, and what is taken away first so that it is done in full.
LOOPS: dict[str, tuple[list[str], list[str]]] = {
    "check: nothing changed": (["make", "check"], []),
    "check: all linted anew": (["make", "check"], CACHES),
    "test: lint": (["make", "lint"], []),
    "test: build, nothing changed": (["make", "build"], []),
    "test: all of it, nothing changed": (["make", "test"], []),
    "test: lint, all anew": (["make", "lint"], CACHES),
    "test: build, all anew": (["make", "build"], BUILT),
    "test: all of it, all anew": (["make", "test"], [*CACHES, *BUILT]),
}


def main() -> None:
    """Run the loops and print what each took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("begins", nargs="?", default="", help="only loops whose name begins so")
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS.name} as well")
    options = parser.parse_args()
    os.chdir(ROOT)
    lines = [
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before",
        "",
        "| loop | seconds | CPU seconds |",
        "| --- | ---: | ---: |",
    ]
    print("\n".join(lines))
    for name in (name for name in LOOPS if name.startswith(options.begins)):
        lines.append(timed(name))
        print(lines[-1], flush=True)
    if options.write:
        told = __doc__.split("--write]")[1].strip()
        text = "\n".join(["# The loops", "", told, "", "`python benchmarks/loop.py`:", "", *lines])
        RESULTS.write_text(f"{text}\n", encoding="utf-8")


def timed(name: str) -> str:
    """Run a loop and return its row.

    Raises
    ------
    SystemExit
        If the loop fails: what a failure takes is of no use.
    """
    command, removed = LOOPS[name]
    for path in map(Path, removed):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    result = subprocess.run(command, capture_output=True, text=True)
    elapsed = time.monotonic() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if result.returncode:
        print(result.stdout[-3000:], result.stderr[-3000:])
        raise SystemExit(result.returncode)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return f"| {name} | {elapsed:.0f} | {cpu:.0f} |"


if __name__ == "__main__":
    main()
