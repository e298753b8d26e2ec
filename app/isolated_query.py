"""A reader's own query in a process of its own, which can be stopped whatever it is at.

DuckDB looks at its clock and its memory between the rows of a query, not within a function: one
call of ``repeat`` fills gigabytes and hears of nothing meanwhile. A process can be held to both.

    isolated_query.py <database> <bytes of memory>   reads SQL, writes rows as a stream of Arrow
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from analysis_py.publishing.reading import MAX_BYTES, limited_memory, opened

if TYPE_CHECKING:
    import polars as pl

#: How the process ends where the database says why there is no answer.
_REFUSED = 3


def answer_isolated(
    path: Path, sql: str, max_seconds: float = 30, max_bytes: int = MAX_BYTES
) -> pl.DataFrame:
    """Return the result of a query that anyone may have written; see :func:`published.answer`.

    Parameters
    ----------
    path : Path
        The published file.
    sql : str
        One statement.
    max_seconds : float, default 30
        When to give up.
    max_bytes : int
        Memory after which to give up; not every system can hold a process to it.

    Raises
    ------
    duckdb.Error
        If the statement fails, gives no rows, takes too long or needs too much memory.
    """
    command = [sys.executable, __file__, str(path), str(max_bytes)]
    try:
        done = subprocess.run(
            command, input=sql.encode(), capture_output=True, timeout=max_seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise duckdb.InterruptException(f"Given up after {max_seconds:g} seconds.") from error
    if done.returncode == _REFUSED:
        raise duckdb.Error(done.stderr.decode())
    if done.returncode < 0 or b"Memory" in done.stderr:  # ended by the system, or told by Python
        raise duckdb.OutOfMemoryException(
            f"Given up: it needs more than {max_bytes / 1e9:g} GB of memory. Ask for less at once."
        )
    if done.returncode != 0:
        raise duckdb.Error(done.stderr.decode(errors="replace").strip().rpartition("\n")[2])
    import polars as pl

    return pl.read_ipc_stream(done.stdout)


def _main(path: Path, max_bytes: int) -> int:
    """Answer what stands on standard input, within a limit."""
    with limited_memory(max_bytes):
        # after the limit, as it takes memory itself
        from published import result

        try:
            with opened(path) as connection:
                _write(result(connection, sys.stdin.buffer.read().decode()))
        except duckdb.Error as error:
            sys.stderr.write(str(error))
            return _REFUSED
    return 0


def _write(found: duckdb.DuckDBPyRelation) -> None:
    """Run a query and write its rows; one that is refused has not waited for Polars."""
    import polars as pl

    try:
        # found.pl() would import pyarrow as well, which takes as long again
        pl.DataFrame(found).write_ipc_stream(sys.stdout.buffer)
    except pl.exceptions.PolarsError as error:
        raise duckdb.Error(str(error).removeprefix("got external error: ")) from error


if __name__ == "__main__":
    sys.exit(_main(Path(sys.argv[1]), int(sys.argv[2])))
