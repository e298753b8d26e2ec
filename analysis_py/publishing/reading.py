"""Reading the published file without ever being in the way of a build."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

#: Address space that a query of anybody's may take, beyond what the process holds before.
MAX_BYTES = 5_000_000_000


@contextmanager
def limit_memory(max_bytes: int = MAX_BYTES) -> Iterator[None]:
    """Hold this process to so much more memory, on systems that can, until the block ends.

    DuckDB looks at its own limit between the rows of a query, not within a function.
    """
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        held = pages * resource.getpagesize()
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        limits = [limit for limit in (soft, held + max_bytes) if limit != resource.RLIM_INFINITY]
        resource.setrlimit(resource.RLIMIT_AS, (min(limits), hard))
    except (ImportError, ValueError, OSError):
        yield
        return
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@contextmanager
def open_database(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database for reading, and nothing else that the machine holds.

    ``duckdb.connect(path)`` would not do: within a process it hands out the database that is
    already open under that path, even when another file has taken its place. A database in memory
    is always a new one. It only attaches the file, as its default database; after that there is
    nothing to write to.
    """
    # in the folder of its temporary files DuckDB lets anybody read, write and attach
    settings: dict[str, str | bool | int | float | list[str]] = {"threads": 2, "temp_directory": ""}
    with duckdb.connect(":memory:", config=settings) as connection:
        quoted = str(path).replace("'", "''")
        connection.execute(f"attach '{quoted}' as llm_reassessment (read_only)")
        connection.execute("use llm_reassessment")
        connection.execute("detach memory")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        yield connection


def one_statement(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    """Return a statement of SQL that holds no other."""
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise duckdb.InvalidInputException("One statement at a time, please.")
    return statements[0]
