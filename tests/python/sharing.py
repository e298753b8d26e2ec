"""What is dear to make is made once: for all processes of a test run, or once and for all."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest


def of_this_run(request: pytest.FixtureRequest, factory: pytest.TempPathFactory) -> Path:
    """Return a temporary folder that all processes of this test run share."""
    folder = factory.getbasetemp()
    return folder.parent if hasattr(request.config, "workerinput") else folder


def kept(request: pytest.FixtureRequest, name: str, *ingredients: str) -> Path:
    """Return the place, beside pytest's cache, of what depends on ingredients and this Python."""
    told = "\n".join([sys.version, sys.base_prefix, *ingredients])
    digest = hashlib.sha256(told.encode()).hexdigest()[:12]
    return request.config.rootpath / ".pytest_cache" / "made" / f"{name}-{digest}"


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
