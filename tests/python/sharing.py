"""What is dear to make is made once: for all processes of a test run, or until it changes."""

import hashlib
import importlib.metadata
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

#: The folders that a build reads, and those that it runs. The report shows those of docs/ as well.
PARTS = (
    *("analysis_py", "claims", "data", "expectations", "macros", "models", "seeds"),
    "tests/dbt",
)


def of_this_run(request: pytest.FixtureRequest, factory: pytest.TempPathFactory) -> Path:
    """Return a temporary folder that all processes of this test run share."""
    folder = factory.getbasetemp()
    return folder.parent if hasattr(request.config, "workerinput") else folder


def kept(request: pytest.FixtureRequest, name: str) -> Path:
    """Return the place of something beside pytest's cache."""
    return request.config.rootpath / ".pytest_cache" / "made" / name


def once(folder: Path, make: Callable[[Path], object], ingredients: str = "") -> Path:
    """Let a function fill a folder, unless it was filled from the same ingredients; return it.

    One process makes it, and others wait. What a process that was killed has left is made anew.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    made_of = folder.with_name(f"{folder.name}.made_of")
    digest = hashlib.sha256(f"{sys.version} {sys.prefix} {ingredients}".encode()).hexdigest()
    with FileLock(folder.with_name(f"{folder.name}.lock")):
        if not made_of.exists() or made_of.read_text() != digest:
            made_of.unlink(missing_ok=True)
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            made_of.write_text(digest)
    return folder


def ingredients_of_builds(project: Path) -> str:
    """Return a digest of all that a build of the project can depend on.

    The project, the tests of dbt, how a workplace is laid out, and every installed package.
    """
    paths = [project / name for name in ("dbt_project.yml", "profiles.yml", "pyproject.toml")]
    paths += [path for name in PARTS for path in (project / name).rglob("*")]
    paths.append(project / "tests/python/building.py")
    digest = hashlib.sha256()
    for path in sorted(path for path in paths if path.is_file() and path.suffix != ".pyc"):
        digest.update(f"{path.relative_to(project)}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    packages = {(each.name, each.version) for each in importlib.metadata.distributions()}
    digest.update(repr(sorted(packages)).encode())
    return digest.hexdigest()
