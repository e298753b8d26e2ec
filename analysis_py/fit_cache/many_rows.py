"""Results of more rows than should lie in memory while a model is written to the database.

They lie in Parquet files until the process ends, and DuckDB reads them from there.
"""

import tempfile
from collections.abc import Iterable
from pathlib import Path

import duckdb
import polars as pl

#: So many rows may lie in memory.
MOST_HELD = 2_000_000

# A model's result is read after the model has returned it, and nobody says when that is done.
_folders: list[tempfile.TemporaryDirectory[str]] = []


def in_files(
    frames: Iterable[pl.DataFrame], connection: duckdb.DuckDBPyConnection
) -> pl.DataFrame | duckdb.DuckDBPyRelation:
    """Return frames one below the other, out of files where their rows are many.

    Parameters
    ----------
    frames : iterable of polars.DataFrame
        At least one, all of the same columns. A generator is asked for one at a time.
    connection : duckdb.DuckDBPyConnection
        That the result is read by.
    """
    held: list[pl.DataFrame] = []
    files: list[str] = []

    def lay_down() -> None:
        if not files:
            _folders.append(tempfile.TemporaryDirectory(prefix="llm_reassessment_rows_"))
        path = Path(_folders[-1].name) / f"{len(files)}.parquet"
        pl.concat(held).write_parquet(path)
        files.append(str(path))
        held.clear()

    for frame in frames:
        held.append(frame)
        if sum(each.height for each in held) > MOST_HELD:
            lay_down()
    if not files:
        return pl.concat(held)
    if held:
        lay_down()
    return connection.read_parquet(files)
