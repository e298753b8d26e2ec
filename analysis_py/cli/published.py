"""The published file, which several commands read."""

from __future__ import annotations

from pathlib import Path

from analysis_py.cli.errors import CommandError
from analysis_py.plumbing.project import warehouse_folder


def published_file(folder: Path | None = None) -> Path:
    """Return the published file of a warehouse folder, by default the project's.

    Raises
    ------
    CommandError
        If there is none.
    """
    from analysis_py.plumbing.publishing import DATABASE_NAME

    path = (folder or warehouse_folder()) / DATABASE_NAME
    if not path.exists():
        raise CommandError(f"there is no published file {path}; build it: llm-reassess build")
    return path
