"""What is dear to make is made once: for all processes of a test run, or once and for all."""

from __future__ import annotations

import fcntl
import hashlib
import importlib.metadata
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

#: The folders that a build reads, and those that it runs. The report shows those of docs/ as well.
PARTS = (
    *("analysis_py", "claims", "data", "expectations", "macros", "models", "seeds"),
    "tests/dbt",
)


def of_this_run(request: pytest.FixtureRequest, factory: pytest.TempPathFactory) -> Path:
    """Return a temporary folder that all processes of this test run share."""
    folder = factory.getbasetemp()
    return folder.parent if hasattr(request.config, "workerinput") else folder


def kept(request: pytest.FixtureRequest, name: str, *ingredients: str) -> Path:
    """Return the place, beside pytest's cache, of what depends on ingredients and this Python."""
    told = "\n".join([sys.version, sys.base_prefix, *ingredients])
    digest = hashlib.sha256(told.encode()).hexdigest()[:12]
    return request.config.rootpath / ".pytest_cache" / "made" / f"{name}-{digest}"


def kept_alone(request: pytest.FixtureRequest, name: str, *ingredients: str) -> Path:
    """Return such a place, and remove what earlier ingredients of the same name have left.

    Unlike a small environment, a built project is too large to lie there many times.
    """
    place = kept(request, name, *ingredients)
    for earlier in place.parent.glob(f"{name}-{'?' * 12}"):
        if earlier != place and _is_nobodys(earlier):
            shutil.rmtree(earlier, ignore_errors=True)
    return place


def _is_nobodys(folder: Path) -> bool:
    """Tell whether no other test run is filling a folder, which is then as good as not there."""
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        folder.with_name(f"{folder.name}.done").unlink(missing_ok=True)
        return True


def ingredients_of_builds(project: Path) -> str:
    """Return a digest of all that a build of the project can depend on.

    The project, the tests of dbt, how a workplace is laid out, and every installed package.
    """
    paths = [project / name for name in ("dbt_project.yml", "profiles.yml", "pyproject.toml")]
    paths += [path for name in PARTS for path in (project / name).rglob("*")]
    paths += [project / "tests/python" / name for name in ("building.py", "standing_in.py")]
    digest = hashlib.sha256()
    for path in sorted(path for path in paths if path.is_file() and path.suffix != ".pyc"):
        digest.update(f"{path.relative_to(project)}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    packages = {(each.name, each.version) for each in importlib.metadata.distributions()}
    digest.update(repr(sorted(packages)).encode())
    return digest.hexdigest()


def once(folder: Path, make: Callable[[Path], object]) -> Path:
    """Let a function fill a folder, or wait for the process that does; return the folder.

    What a process that was killed has left is removed, and made anew.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    done = folder.with_name(f"{folder.name}.done")
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            done.touch()
    return folder
