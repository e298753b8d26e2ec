"""Publishing by rename: a reader sees the last good warehouse or the new one, never a mixture.

The build writes into ``<warehouse>/.staging``; :func:`swap` moves what lies there into place.
A rename replaces a file under its name only, so a process that holds the previous file open
keeps reading it undisturbed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

#: Name of the published DuckDB file.
DATABASE_NAME = "llm_reassessment.duckdb"


def stage(warehouse_dir: Path, schemas: Iterable[str]) -> Path:
    """Return an empty staging folder with a Parquet folder per schema.

    What a killed build left there is removed. It lies inside the warehouse because a rename is
    atomic only within one file system.
    """
    staging = warehouse_dir / ".staging"
    shutil.rmtree(staging, ignore_errors=True)
    for schema in schemas:
        (staging / "parquet" / schema).mkdir(parents=True)
    return staging


def swap(warehouse_dir: Path) -> Path:
    """Move the staged database and Parquet files into place and return the database's path.

    The Parquet files of tables that are no longer published are removed.
    """
    staging = warehouse_dir / ".staging"
    staged = sorted((staging / "parquet").rglob("*.parquet"))
    kept = {warehouse_dir / path.relative_to(staging) for path in staged}
    for path in staged:
        target = warehouse_dir / path.relative_to(staging)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(path, target)
    for stale in set((warehouse_dir / "parquet").rglob("*.parquet")) - kept:
        stale.unlink()
    database = warehouse_dir / DATABASE_NAME
    os.replace(staging / DATABASE_NAME, database)
    shutil.rmtree(staging)
    return database
