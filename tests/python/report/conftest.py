"""Fixtures: the published tables, of which a test may change some."""

import duckdb
import pytest

from analysis_py.plumbing.publishing import DATABASE_NAME


@pytest.fixture
def other(warehouse_folder):
    """Return the published tables as views that a test may replace; ``published`` keeps them."""
    with duckdb.connect() as connection:
        path = warehouse_folder / DATABASE_NAME
        connection.execute(f"attach '{path}' as published (read_only)")
        for (table,) in connection.sql(
            "select schema_name || '.' || table_name from duckdb_tables()"
        ).fetchall():
            connection.execute(f"create schema if not exists {table.split('.')[0]}")
            connection.execute(f"create view {table} as from published.{table}")
        yield connection
