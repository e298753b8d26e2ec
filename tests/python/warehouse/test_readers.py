"""Other tools can read what was published: DuckDB since 1.0, and data frames."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

#: What every tool shows: nothing is nested or new.
PLAIN = {"VARCHAR", "DOUBLE", "BIGINT", "INTEGER", "TINYINT", "BOOLEAN", "DATE"}


@pytest.fixture(scope="module")
def parquet(warehouse_folder):
    return warehouse_folder / "parquet"


@pytest.fixture(scope="module")
def tables(warehouse):
    """Return the names of all published tables."""
    found = warehouse.sql(
        "select schema_name || '.' || table_name from duckdb_tables() "
        "where database_name = current_database() order by 1"
    ).fetchall()
    assert len(found) > 50
    return [name for (name,) in found]


def test_the_file_is_stored_as_duckdb_1_0_reads_it(warehouse):
    """A tool brings a DuckDB of its own, mostly an older one."""
    ((tags,),) = warehouse.sql(
        "select tags from duckdb_databases() where database_name = current_database()"
    ).fetchall()
    assert tags["storage_version"].startswith("v1.0.0")


def test_types_are_plain(warehouse, tables, parquet):
    for table in tables:
        path = parquet / f"{table.replace('.', '/')}.parquet"
        for relation in (warehouse.table(table), warehouse.read_parquet(str(path))):
            assert set(map(str, relation.types)) <= PLAIN, table


def test_polars(warehouse, parquet, tables):
    for table in tables:
        path = parquet / f"{table.replace('.', '/')}.parquet"
        queried = pl.read_database(f"select * from {table}", warehouse)
        assert_frame_equal(pl.read_parquet(path), queried)
        assert pl.scan_parquet(path).select(pl.len()).collect().item() == queried.height
