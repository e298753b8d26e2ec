"""The manifest of a version: what was built and tested, every table with its rows, every file.

A version is published only after its files have been read again and found to be what its manifest
says. Whoever doubts a published file can ask the same at any time, with :func:`problems`.
"""

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
_DESCRIBED = """
    select
        tables.schema_name || '.' || tables.table_name as name, tables.comment,
        list([columns.column_name, columns.data_type, columns.comment] order by column_index)
    from duckdb_tables() as tables
    join duckdb_columns() as columns using (database_oid, table_oid)
    where tables.database_name = current_database()
    group by all
"""


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
    beside = (path for path in (folder / PARQUET_NAME).rglob("*") if path.is_file())
    paths = [folder / DATABASE_NAME, *sorted(beside)]
    files = {
        path.relative_to(folder).as_posix(): {
            "bytes": path.stat().st_size,
            "sha256": _sha256(path),
        }
        for path in paths
    }
    described = {name: told for name, *told in _rows(folder / DATABASE_NAME, _DESCRIBED)}
    content = [
        # the DuckDB file is not the same byte for byte when its tables are
        [table, n_rows, described.get(table), files.get(_parquet_name(table))]
        for table, n_rows in sorted(rows.items())
        if table not in OF_ONE_BUILD
    ]
    build_id = hashlib.sha256(json.dumps(content).encode()).hexdigest()
    manifest = {
        "build_id": build_id,
        "passed": dict(sorted(passed.items())),
        "tables": dict(sorted(rows.items())),
        "files": files,
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
        elif _sha256(path) != expected["sha256"]:
            found.append(f"{path} is not the file that was published")
    if found:
        return found
    try:
        counted = {
            "the DuckDB file": rows_in(folder / DATABASE_NAME),
            "the Parquet files": {
                ".".join(path.with_suffix("").parts[-2:]): parquet.read_metadata(path).num_rows
                for path in (folder / PARQUET_NAME).glob("*/*.parquet")
            },
        }
    except (duckdb.Error, ArrowException) as error:
        return [f"a file in {folder} cannot be read: {str(error).splitlines()[0]}"]
    return [
        f"{table} has {counts.get(table)} rows in {what}, not {manifest['tables'].get(table)}"
        for what, counts in counted.items()
        for table in sorted(manifest["tables"].keys() | counts.keys())
        if manifest["tables"].get(table) != counts.get(table)
    ]


def rows_in(database: Path) -> dict[str, int]:
    """Return the number of rows of every table in a DuckDB file, by ``<schema>.<table>``.

    Raises
    ------
    duckdb.Error
        If it is no such file.
    """
    with duckdb.connect(str(database), read_only=True) as connection:
        tables = connection.sql(
            "select schema_name, table_name from duckdb_tables() "
            "where database_name = current_database()"
        ).fetchall()
        return {
            f"{schema}.{table}": connection.table(f'"{schema}"."{table}"').shape[0]
            for schema, table in tables
        }


def _rows(database: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.sql(query).fetchall()


def _parquet_name(table: str) -> str:
    return f"{PARQUET_NAME}/{table.replace('.', '/', 1)}.parquet"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
