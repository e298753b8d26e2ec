"""Access to the published file."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from analysis_py.cli.errors import CommandError
from analysis_py.publishing import DATABASE_NAME

if TYPE_CHECKING:
    import duckdb


def published_file(folder: Path | None = None) -> Path:
    """Return the published file of a warehouse folder, by default the project's."""
    from analysis_py.runtime.project import warehouse_folder

    path = (folder or warehouse_folder()) / DATABASE_NAME
    if not path.exists():
        raise CommandError(f"{path} does not exist yet; run: llm-reassess build")
    return path


def open_published(
    folder: Path | None = None,
) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    """Open the published file of a folder for reading, for all commands."""
    path = published_file(folder)
    from analysis_py.publishing.reading import open_database

    return open_database(path)
