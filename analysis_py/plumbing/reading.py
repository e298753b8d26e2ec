"""Reading the published file without ever being in the way of a build."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb


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


def one_statement(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    """Return a statement of SQL that holds no other.

    Raises
    ------
    duckdb.Error
        If it is not SQL, or not one statement.
    """
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise duckdb.InvalidInputException("One statement at a time, please.")
    return statements[0]
