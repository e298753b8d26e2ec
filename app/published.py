"""The published file: where it is, and how it is read without ever being in the way.

A page opens the file anew each time it is drawn, which takes some 30 ms. So a page shows one
build, the latest, and nothing has to be told when a build replaces the file.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from analysis_py.plumbing.publishing import DATABASE_NAME

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


@contextmanager
def opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database for reading, and nothing else that the machine holds.

    ``duckdb.connect(path)`` would not do: within a process it hands out the database that is
    already open under that path, even when another file has taken its place. A database in memory
    is always a new one. It only attaches the file; after that there is nothing to write to.

    Parameters
    ----------
    path : Path
        The published file.

    Yields
    ------
    duckdb.DuckDBPyConnection
        Its default database is the file, so that tables are named as everywhere else.
    """
    with duckdb.connect(":memory:", config={"threads": 2}) as connection:
        quoted = str(path).replace("'", "''")
        connection.execute(f"attach '{quoted}' as llm_reassessment (read_only)")
        connection.execute("use llm_reassessment")
        connection.execute("detach memory")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        yield connection


def answer(
    connection: duckdb.DuckDBPyConnection, sql: str, max_seconds: float = 30
) -> pl.DataFrame:
    """Return the result of a query, at most :data:`MAX_ROWS` rows and one more.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        As :func:`opened` gives it.
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
    if len(connection.extract_statements(sql)) != 1:
        raise duckdb.InvalidInputException("One statement at a time, please.")
    alarm = threading.Timer(max_seconds, connection.interrupt)
    alarm.start()
    try:
        relation = connection.sql(sql)
        if relation is None:
            raise duckdb.InvalidInputException("The statement gives no rows.")
        return relation.limit(MAX_ROWS + 1).pl()
    except duckdb.InterruptException as error:
        raise duckdb.InterruptException(f"Given up after {max_seconds:g} seconds.") from error
    finally:
        alarm.cancel()
