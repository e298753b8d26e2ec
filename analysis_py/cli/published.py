"""The published file, which several commands read."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from analysis_py.cli.errors import CommandError

if TYPE_CHECKING:
    import duckdb


def published_file(folder: Path | None = None) -> Path:
    """Return the published file of a warehouse folder, by default the project's.

    Raises
    ------
    CommandError
        If there is none.
    """
    from analysis_py.publishing.publishing import DATABASE_NAME
    from analysis_py.runtime.project import warehouse_folder

    path = (folder or warehouse_folder()) / DATABASE_NAME
    if not path.exists():
        raise CommandError(f"there is no published file {path}; build it: llm-reassess build")
    return path


def open_published(
    folder: Path | None = None,
) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    """Open the published file for reading; every command that asks it does so here.

    Parameters
    ----------
    folder : Path, optional
        That of the file; the project's by default.

    Raises
    ------
    CommandError
        If there is no such file.
    """
    path = published_file(folder)
    from analysis_py.publishing.reading import opened

    return opened(path)


def tables_or_refuse(connection: duckdb.DuckDBPyConnection, *names: str) -> None:
    """Refuse a file that lacks a table, such as one that ``build --only`` has made.

    Raises
    ------
    CommandError
        If it does.
    """
    from analysis_py.statistics.positions.model_names import tables_of

    if missing := [name for name in names if name not in tables_of(connection)]:
        raise CommandError(f"this file has no {missing[0]}; llm-reassess build makes it")
