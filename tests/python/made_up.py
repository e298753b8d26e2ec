"""A made-up warehouse: three tables that all hold one number, so that a mixture shows."""

from pathlib import Path

import duckdb
import polars as pl

from analysis_py.publishing import DATABASE_NAME
from analysis_py.publishing.publishing import Publication

TABLES = ("marts.first", "marts.second", "statistics.third")
N_ROWS = 20_000


def write_number(folder: Path, number: int) -> dict[str, int]:
    """Write a DuckDB file and Parquet files of the tables, as a build does; return their rows."""
    for table in TABLES:
        (folder / "parquet" / table.split(".")[0]).mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        quoted = str(folder).replace("'", "''")
        connection.execute(f"attach '{quoted}/{DATABASE_NAME}' as made (storage_version 'v1.0.0')")
        for schema in {table.split(".")[0] for table in TABLES}:
            connection.execute(f"create schema made.{schema}")
        for table in TABLES:
            connection.execute(
                f"create table made.{table} as select {number} as number from range({N_ROWS})"
            )
            file = f"{quoted}/parquet/{table.replace('.', '/')}.parquet"
            connection.execute(f"copy made.{table} to '{file}'")
    return dict.fromkeys(TABLES, N_ROWS)


def publish_number(warehouse: Path, number: int) -> Path:
    """Publish the tables with a number in them, the way a build does."""
    with Publication(warehouse) as publication:
        staged = publication.stage(["marts", "statistics"])
        rows = write_number(staged, number)
        return publication.publish(rows)


def numbers_in(warehouse: Path) -> tuple[set[int], set[int]]:
    """Return the numbers that a reader finds in the DuckDB file, and in the Parquet files.

    Both are empty where nothing is published.
    """
    database = warehouse / DATABASE_NAME
    in_database: set[int] = set()
    if database.exists():
        with duckdb.connect(str(database), read_only=True) as connection:
            for table in TABLES:
                rows = connection.sql(f"select number, count(*) from {table} group by all")
                for number, n_rows in rows.fetchall():
                    assert n_rows == N_ROWS, f"{table} is cut short"
                    in_database.add(number)
    files = [warehouse / "parquet" / f"{table.replace('.', '/')}.parquet" for table in TABLES]
    frames = [pl.read_parquet(file, glob=False) for file in files if file.exists()]
    assert all(frame.height == N_ROWS for frame in frames)
    return in_database, {number for frame in frames for number in frame["number"].unique()}


def leftovers(warehouse: Path) -> list[str]:
    """Return what lies in a warehouse beside the published files and the lock."""
    known = {DATABASE_NAME, "parquet", "report", ".lock"}
    return sorted({path.name for path in warehouse.iterdir()} - known)


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes, links not followed."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
