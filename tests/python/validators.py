"""The standards' own validators, each in an environment of its own, made from pip's sources.

They bring many packages, and one wants a newer Python than the project does. Making the two takes
half a minute, so it is done only if a test asks, and what is made is kept.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from sharing import once

DATASETS = ["mlcroissant[parquet]==1.1.1"]
RUNS = ["every-eval-ever==0.3.0"]
#: The Pythons that every-eval-ever runs on.
NEWER_PYTHONS = ("python3.12", "python3.13")

CROISSANT = """
import sys
import mlcroissant
dataset = mlcroissant.Dataset(jsonld=sys.argv[1])
assert not dataset.metadata.issues.errors, dataset.metadata.issues.report()
n = sum(1 for _ in dataset.records(record_set=sys.argv[2]))
print(len(dataset.metadata.record_sets), n)
"""


class UnavailableError(Exception):
    """An environment cannot be made here."""


def make(folder: Path, packages: list[str], pythons: tuple[str, ...] = (sys.executable,)) -> Path:
    """Make an environment and return its folder of programs."""
    python = next(
        (found for each in pythons if (found := shutil.which(each)) and _runs(found)), None
    )
    if python is None:
        raise UnavailableError(f"none of {', '.join(pythons)} is installed")
    once(folder, lambda folder: _install(python, folder, packages), repr(packages))
    return folder / "bin"


def _install(python: str, folder: Path, packages: list[str]) -> None:
    steps = (
        [python, "-m", "venv", "--without-pip", folder],
        # few of the modules are ever imported
        [sys.executable, "-m", "pip", "--python", folder / "bin/python", "install", "--quiet",
         "--no-input", "--no-compile", *packages],
    )  # fmt: skip
    for step in steps:
        done = subprocess.run(step, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode != 0:
            message = (done.stderr or done.stdout).strip().splitlines() or ["no word"]
            raise UnavailableError(f"{packages[0]} cannot be installed: {message[-1]}")


def _runs(python: str) -> bool:
    # a version manager may leave a name behind of a version that is not in use
    return subprocess.run([python, "-c", ""], capture_output=True).returncode == 0


def run(python: Path, script: str, *arguments: object) -> str:
    """Run a script and return what it printed."""
    command = [python, "-c", script, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout
