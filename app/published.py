"""The published file: where it is, which build it is of, and answers that a browser can hold.

A page opens the file anew each time it is drawn, which takes some 30 ms. So a page shows one
build, the latest, and nothing has to be told when a build replaces the file; what is kept of the
last page is kept of the same file.
"""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from analysis_py.publishing.reading import one_statement
from analysis_py.publishing.versions import DATABASE_NAME

if TYPE_CHECKING:  # a process that answers one query does without it
    import polars as pl

PROJECT = Path(__file__).parents[1]
#: Longer results are cut: a browser cannot hold them.
MAX_ROWS = 100_000


def database_path() -> Path:
    """Return the path of the published file, which the environment names as for a build.

    Returns
    -------
    Path
        A relative folder is taken from the project's root, where builds run.
    """
    folder = os.environ.get("LLM_REASSESSMENT_WAREHOUSE", "warehouse")
    return PROJECT / folder / DATABASE_NAME


def version(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from the one that a build puts in its place; None for no file."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns


def answer(
    connection: duckdb.DuckDBPyConnection, sql: str, max_seconds: float = 30
) -> pl.DataFrame:
    """Return the result of a query, at most :data:`MAX_ROWS` rows and one more.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        As :func:`analysis_py.publishing.reading.opened` gives it.
    sql : str
        One statement.
    max_seconds : float, default 30
        When to give up.

    Returns
    -------
    polars.DataFrame
        One row more than the limit says that the result was cut.

    Raises
    ------
    duckdb.Error
        If the statement fails, gives no rows, or takes too long.
    """
    alarm = threading.Timer(max_seconds, connection.interrupt)
    alarm.start()
    try:
        return result(connection, sql).pl()
    except duckdb.InterruptException as error:
        raise duckdb.InterruptException(f"Given up after {max_seconds:g} seconds.") from error
    finally:
        alarm.cancel()


def result(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.DuckDBPyRelation:
    """Return what a query would give, cut as :func:`answer` says, before it has run."""
    relation = connection.sql(one_statement(connection, sql))
    if relation is None:
        raise duckdb.InvalidInputException("The statement gives no rows.")
    for name, kind in zip(relation.columns, relation.types, strict=True):
        if re.search(r"(?<!')\bINTERVAL\b(?!')|\bUNION\(", str(kind)):  # of which Polars has none
            raise duckdb.InvalidInputException(
                f"Column {name} is of type {kind}, which the explorer cannot show. "
                f'Ask for it as text: "{name}"::varchar.'
            )
    return relation.limit(MAX_ROWS + 1)
