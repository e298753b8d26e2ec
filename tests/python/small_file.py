"""A published file with few rows."""

from collections.abc import Mapping
from pathlib import Path

import duckdb


def write_small_file(published: Path, path: Path, kept: Mapping[str, str]) -> None:
    """Write all published tables, and of some the rows that a condition keeps."""
    with duckdb.connect(str(path)) as file:
        file.execute(f"attach '{published}' as whole (read_only)")
        tables = file.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'whole'"
        ).fetchall()
        for schema, name in tables:
            table = f"{schema}.{name}"
            file.execute(f"create schema if not exists {schema}")
            condition = kept.get(name, "false")
            file.execute(f"create table {table} as from whole.{table} where {condition}")
