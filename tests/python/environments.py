"""Virtual environments with other versions of DuckDB, made for the tests from pip's own sources.

A tool that opens the published file brings a DuckDB of its own, mostly an older one. One process
holds one DuckDB, so each version lives in an environment of its own, and the scripts of
``tests/python/readers`` run there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from sharing import once

READERS = Path(__file__).with_name("readers")

#: What each version is installed with. The three ways of SQLAlchemy are the three that work:
#: duckdb-engine 0.17.0 reflects columns only up to SQLAlchemy 2.0.44, duckdb-sqlalchemy beyond.
PACKAGES = {
    "1.0.0": ["duckdb-engine==0.17.0", "SQLAlchemy==1.4.54", "pandas==2.1.4"],
    "1.1.3": ["duckdb-engine==0.17.0", "SQLAlchemy==2.0.44", "pandas==2.3.3"],
    "1.4.4": [
        "duckdb-sqlalchemy==1.5.6.4",
        "SQLAlchemy==2.1.9",
        "pandas==2.3.3",
        "duckdb-cli==1.4.4.post2",
    ],
}
#: The last Python for which a version has wheels, where that is not the project's last.
LAST_PYTHON = {"1.0.0": (3, 12)}


#: What would let a script find the wrong libraries, or compile them anew each time it is run.
NOT_PASSED_ON = {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}


class UnavailableError(Exception):
    """An environment cannot be made here."""


@dataclass(frozen=True)
class Environment:
    """A Python with some version of DuckDB."""

    version: str
    python: Path

    def start(self, script: str, *arguments: object) -> subprocess.Popen:
        """Start a script of ``tests/python/readers``; it talks by lines of JSON."""
        return subprocess.Popen(
            [self.python, READERS / script, *map(str, arguments)],
            env={k: v for k, v in os.environ.items() if k not in NOT_PASSED_ON},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, script: str, *arguments: object):
        """Run a script to its end and return what it printed."""
        process = self.start(script, *arguments)
        output, _ = process.communicate(timeout=120)
        assert process.returncode == 0, f"{script} failed with DuckDB {self.version}"
        return json.loads(output)


def make_all(place: Callable[..., Path]) -> dict[str, Environment | UnavailableError]:
    """Make the environment of every version, or say why there is none, side by side.

    ``place`` says where an environment of some name and packages is kept.
    """

    def attempt(version: str) -> Environment | UnavailableError:
        try:
            return _make(version, place(f"duckdb-{version}", *PACKAGES[version]))
        except UnavailableError as reason:
            return reason

    with ThreadPoolExecutor() as pool:
        return dict(zip(PACKAGES, pool.map(attempt, PACKAGES), strict=True))


def lacks_wheel(version: str) -> bool:
    """Tell whether a version was never built for this Python."""
    return sys.version_info[:2] > LAST_PYTHON.get(version, sys.version_info[:2])


def _make(version: str, folder: Path) -> Environment:
    if lacks_wheel(version):
        python = ".".join(map(str, sys.version_info[:2]))
        raise UnavailableError(f"DuckDB {version} has no wheel for Python {python}")
    once(folder, lambda folder: _install(version, folder))
    return Environment(version, folder / "bin" / "python")


def _install(version: str, folder: Path) -> None:
    venv.create(folder, with_pip=False)  # the pip of this Python serves, and saves seconds
    python = folder / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-input"]
    install += ["--no-compile", "--only-binary", ":all:", f"duckdb=={version}", *PACKAGES[version]]
    installed = subprocess.run(install, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if installed.returncode != 0:
        message = (installed.stderr.strip() or "pip said nothing").splitlines()[-1]
        raise UnavailableError(f"DuckDB {version} cannot be installed: {message}")
