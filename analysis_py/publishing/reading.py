"""Reading the published file without blocking a build."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

#: Address space that a user's query may take beyond that of the process.
MAX_BYTES = 5_000_000_000


@contextmanager
def limit_memory(max_bytes: int = MAX_BYTES) -> Iterator[None]:
    """Limit the additional memory of this process within the block, on systems that support it.

    DuckDB checks its own limit between the rows of a query, not within a function.
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
    """Open a database for reading, without access to any other file.

    ``duckdb.connect(path)`` would not do: within a process it hands out the database that is
    already open under that path, even when another file has taken its place. A database in memory
    is always a new one. It only attaches the file, as its default database; after that there is
    nothing to write to.
    """
    # DuckDB allows reading, writing and attaching within its temporary folder
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
    """Return the only statement of a text of SQL; raise if there are several."""
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise duckdb.InvalidInputException("One statement at a time, please.")
    return statements[0]
