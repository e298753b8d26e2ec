"""The manifest of a version: what was built and tested, every table with its rows, every file.

A version is published only after its files have been read again and found to be what its manifest
says. Whoever doubts a published file can ask the same at any time, with :func:`problems`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
from pyarrow import ArrowException, parquet

from analysis_py.publishing.versions import DATABASE_NAME, PARQUET_NAME

#: Tables that tell of one build, and not of what it was built from.
OF_ONE_BUILD = {"quality.fit_runs"}
#: Name of the manifest in the folder of a version.
MANIFEST_NAME = "manifest.json"


def write_manifest(folder: Path, rows: Mapping[str, int], passed: Mapping[str, int]) -> str:
    """Write the manifest of a staged version, and return its build id.

    The build id is a hash of the content: the same tables, rows and comments give the same one,
    whatever :data:`OF_ONE_BUILD` says of how they came about.

    Parameters
    ----------
    folder : Path
        Holds the DuckDB file and the Parquet files.
    rows : mapping of str to int
        Rows that were written of each table, by ``<schema>.<table>``.
    passed : mapping of str to int
        How many nodes of each kind were built, or tested, and passed.
    """
    files = sorted(
        path.relative_to(folder).as_posix()
        for path in (folder / DATABASE_NAME, *(folder / PARQUET_NAME).rglob("*.parquet"))
    )
    hashes = {name: _sha256(folder / name) for name in files}
    described = _described(folder / DATABASE_NAME)
    content = {
        # the DuckDB file is not the same byte for byte when its tables are
        table: [n_rows, described.get(table), hashes.get(_parquet_name(table))]
        for table, n_rows in sorted(rows.items())
        if table not in OF_ONE_BUILD
    }
    build_id = hashlib.sha256(json.dumps(content).encode()).hexdigest()
    manifest = {
        "build_id": build_id,
        "passed": dict(sorted(passed.items())),
        "tables": dict(sorted(rows.items())),
        "files": {
            name: {"bytes": (folder / name).stat().st_size, "sha256": hashes[name]}
            for name in files
        },
    }
    (folder / MANIFEST_NAME).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    return build_id


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of a version; None where there is none that can be read."""
    try:
        manifest = json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))
        return manifest if {"tables", "files"} <= manifest.keys() else None
    except (OSError, ValueError, AttributeError):
        return None


def problems(folder: Path) -> list[str]:
    """Read a version again and return in what it differs from its manifest; nothing if it is whole.

    Every file is hashed, the DuckDB file is opened read-only, and the rows of all its tables and
    of all Parquet files are counted.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        return [f"{folder / MANIFEST_NAME} is missing or cannot be read"]
    found = []
    for name, expected in manifest["files"].items():
        path = folder / name
        if not path.is_file():
            found.append(f"{path} is missing")
        elif path.stat().st_size != expected["bytes"] or _sha256(path) != expected["sha256"]:
            found.append(f"{path} is not the file that was published")
    if found:
        return found
    try:
        in_database = rows_in(folder / DATABASE_NAME)
        in_files = {
            ".".join(path.with_suffix("").parts[-2:]): parquet.read_metadata(path).num_rows
            for path in (folder / PARQUET_NAME).glob("*/*.parquet")
        }
    except (duckdb.Error, ArrowException) as error:
        return [f"a file in {folder} cannot be read: {str(error).splitlines()[0]}"]
    for what, counts in (("the DuckDB file", in_database), ("the Parquet files", in_files)):
        for table in sorted(manifest["tables"].keys() | counts.keys()):
            expected, counted = manifest["tables"].get(table), counts.get(table)
            if expected != counted:
                found.append(f"{table} has {counted} rows in {what}, not {expected}")
    return found


def rows_in(database: Path) -> dict[str, int]:
    """Return the number of rows of every table in a DuckDB file, by ``<schema>.<table>``.

    Raises
    ------
    duckdb.Error
        If it is no such file.
    """
    with duckdb.connect(str(database), read_only=True) as connection:
        names = connection.sql(
            "select schema_name, table_name from duckdb_tables() "
            "where database_name = current_database()"
        ).fetchall()
        return {
            f"{schema}.{table}": connection.sql(
                f'select count(*) from "{schema}"."{table}"'
            ).fetchall()[0][0]
            for schema, table in names
        }


def _described(database: Path) -> dict[str, list[Any]]:
    """Return the comment of every table, and the name, type and comment of its columns."""
    with duckdb.connect(str(database), read_only=True) as connection:
        tables = connection.sql(
            "select schema_name || '.' || table_name, comment from duckdb_tables() "
            "where database_name = current_database()"
        ).fetchall()
        columns = connection.sql(
            "select schema_name || '.' || table_name, column_name, data_type, comment "
            "from duckdb_columns() where database_name = current_database() and not internal "
            "order by schema_name, table_name, column_index"
        ).fetchall()
    described = {table: [comment] for table, comment in tables}
    for table, *column in columns:
        described[table].append(column)
    return described


def _parquet_name(table: str) -> str:
    schema, name = table.split(".", 1)
    return f"{PARQUET_NAME}/{schema}/{name}.parquet"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
