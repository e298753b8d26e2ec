"""The published file, which several commands read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from analysis_py.cli.errors import CommandError
from analysis_py.runtime.project import warehouse_folder

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

    path = (folder or warehouse_folder()) / DATABASE_NAME
    if not path.exists():
        raise CommandError(f"there is no published file {path}; build it: llm-reassess build")
    return path


@contextmanager
def published(folder: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the published file for reading; every command that asks it does so here.

    Parameters
    ----------
    folder : Path, optional
        That of the file; the project's by default.

    Raises
    ------
    CommandError
        If there is no such file or it is damaged, or in the words of the database where it objects
        to anything in the block.
    """
    path = published_file(folder)
    with database_errors():
        from analysis_py.publishing.reading import opened

        with opened(path) as connection:
            yield connection


@contextmanager
def database_errors() -> Iterator[None]:
    """Let what a database objects to in the block be said in a line."""
    import duckdb

    from analysis_py.publishing.reading import is_damage

    try:
        yield
    except duckdb.Error as error:
        said = in_a_line(error)
        remedy = ". The published file is damaged; llm-reassess build writes a new one"
        raise CommandError(said + remedy * is_damage(str(error))) from error


def in_a_line(error: Exception, sql: str = "") -> str:
    """Return what the database says, and where in the SQL, by line and column.

    Parameters
    ----------
    error : Exception
        Of DuckDB, which draws an arrow below the line that it does not understand.
    sql : str
        What was asked; without it only the line is told.
    """
    said, _, place = str(error).partition("\n\nLINE ")
    told = " ".join(said.split())
    number, _, drawn = place.partition(": ")
    if not number.isdecimal():
        return told
    shown, _, arrow = drawn.partition("\n")
    # a long line is shown in part
    part = shown.removeprefix("...").removesuffix("...")
    lines = sql.splitlines()
    start = lines[int(number) - 1].find(part) if int(number) <= len(lines) else -1
    if start < 0 or "^" not in arrow:
        return f"{told} (line {number})"
    indent = len(f"LINE {number}: ") + (len("...") if shown.startswith("...") else 0)
    return f"{told} (line {number}, column {start + arrow.index('^') - indent + 1})"
