"""Publishing: one build at a time, all of it or nothing.

::

    warehouse/
      llm_reassessment.duckdb   what the last good build published
      parquet/                  the same tables as Parquet
      report/                   its pages, those of an earlier build until its own are written
      .new/                     what a build is writing

A build holds the lock of the warehouse from its start to its end. It writes into ``.new``, reads
that again, and replaces the old file by one rename. Killed at any moment, it leaves the old file or
the new one; a reader that has the old one open is not disturbed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb
from pyarrow import ArrowException, parquet

from analysis_py.publishing import DATABASE_NAME, PARQUET_NAME, REPORT_NAME
from analysis_py.runtime.atomic import replace_folder
from analysis_py.runtime.errors import UserError
from analysis_py.runtime.locks import lock_file

_ELSEWHERE = "name another folder in LLM_REASSESSMENT_WAREHOUSE"


class PublishingError(UserError):
    """Nothing can be published; the message says why and what to do."""


class Publication:
    """An exclusive lock for writing a warehouse, held until :meth:`close`.

    The folder is created if needed. A :class:`PublishingError` says that another process holds the
    lock, that the folder is read-only, or that other files are in the way.
    """

    def __init__(self, warehouse: Path) -> None:
        self.warehouse = warehouse
        self._staged = warehouse / ".new"
        if "?" in str(warehouse):
            raise PublishingError(
                f"{warehouse} has a question mark in its name, and DuckDB would take what follows "
                f"it for options: {_ELSEWHERE}."
            )
        _check_names(warehouse)
        try:
            warehouse.mkdir(parents=True, exist_ok=True)
            self._lock = lock_file(warehouse / ".lock", self._busy)
            # left by a killed build: only builds write here
            shutil.rmtree(self._staged, ignore_errors=True)
        except OSError as error:
            raise PublishingError(
                f"Nothing can be published in {warehouse}: {error}. Let this user write there, on "
                f"a file system with locks, or {_ELSEWHERE}."
            ) from error

    def _busy(self, who: str) -> PublishingError:
        return PublishingError(
            f"A build is going on that will publish into {self.warehouse}: {who}. Wait until it "
            f"has ended or stop it, or {_ELSEWHERE}."
        )

    def stage(self, schemas: Iterable[str]) -> Path:
        """Return an empty folder, with a Parquet folder per schema, to write the tables into."""
        for schema in schemas:
            (self._staged / PARQUET_NAME / schema).mkdir(parents=True)
        return self._staged

    def publish(self, rows: Mapping[str, int]) -> Path:
        """Publish the staged tables if each holds as many rows as were written."""
        if wrong := _differences(self._staged, rows):
            raise PublishingError(f"Nothing published: {wrong[0]}. Build again.")
        _sync(self._staged)
        os.replace(self._staged / DATABASE_NAME, self.warehouse / DATABASE_NAME)
        with replace_folder(self.warehouse / PARQUET_NAME) as folder:
            os.replace(self._staged / PARQUET_NAME, folder)
        return self.warehouse / DATABASE_NAME

    def close(self) -> None:
        """Remove staged files that were not published and release the lock."""
        shutil.rmtree(self._staged, ignore_errors=True)
        self._lock.release()

    def __enter__(self) -> Publication:
        """Return itself, to be closed when the block ends."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()


#: This process's publication, from the start of a whole build to its end.
_open: Publication | None = None


def open_publication(warehouse: Path) -> None:
    """Open a :class:`Publication` for this process, unless it has one."""
    global _open
    if _open is None or _open.warehouse != warehouse:
        close_publication()
        _open = Publication(warehouse)


def opened_publication() -> Publication:
    """Return this process's publication; raise :class:`PublishingError` if there is none."""
    if _open is None:
        raise PublishingError("Nothing published: this was not a build of the whole project.")
    return _open


def close_publication() -> None:
    """Close this process's publication, if there is one."""
    global _open
    if _open is not None:
        _open.close()
    _open = None


def _check_names(warehouse: Path) -> None:
    """Raise if a folder holds files to replace but no published file of this project."""
    if (warehouse / DATABASE_NAME).is_file():
        return
    for name in (DATABASE_NAME, PARQUET_NAME, REPORT_NAME):
        if os.path.lexists(warehouse / name):
            raise PublishingError(
                f"{warehouse / name} blocks publishing and does not come from this "
                f"project. Move it away, or {_ELSEWHERE}."
            )


def _differences(folder: Path, rows: Mapping[str, int]) -> list[str]:
    """Return the differences between the staged files and the rows that were written."""
    try:
        counted = {"the DuckDB file": _rows_in(folder / DATABASE_NAME)}
        counted["the Parquet files"] = {
            ".".join(path.with_suffix("").parts[-2:]): parquet.read_metadata(path).num_rows
            for path in (folder / PARQUET_NAME).glob("*/*.parquet")
        }
    except (duckdb.Error, ArrowException) as error:
        return [f"a file in {folder} cannot be read: {str(error).splitlines()[0]}"]
    return [
        f"{table} has {counts.get(table)} rows in {what}, not {rows.get(table)}"
        for what, counts in counted.items()
        for table in sorted(rows.keys() | counts.keys())
        if rows.get(table) != counts.get(table)
    ]


def _rows_in(database: Path) -> dict[str, int]:
    with duckdb.connect(str(database), read_only=True) as connection:
        tables = connection.sql("select schema_name, table_name from duckdb_tables()").fetchall()
        return {
            f"{schema}.{table}": connection.table(f'"{schema}"."{table}"').shape[0]
            for schema, table in tables
        }


def _sync(folder: Path) -> None:
    """Flush all files below a folder to disk, so that they survive a power cut."""
    for path in (*folder.rglob("*"), folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
