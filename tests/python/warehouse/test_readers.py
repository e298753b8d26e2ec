"""Data frames read what was published, all of it, and no tool needs to know a special type."""

import pandas as pd
import polars as pl
import pytest
from polars.testing import assert_frame_equal

TABLES = """
    select schema_name || '.' || table_name from duckdb_tables()
    where database_name = current_database() order by all
"""


@pytest.fixture(scope="module")
def files(warehouse, warehouse_folder):
    """Return the Parquet file of every published table, by the table's name."""
    names = [name for (name,) in warehouse.sql(TABLES).fetchall()]
    assert len(names) > 50
    return {
        name: warehouse_folder / "parquet" / f"{name.replace('.', '/')}.parquet" for name in names
    }


def test_types_are_plain(warehouse, files):
    """Nothing is nested or new, neither in the DuckDB file nor in Parquet."""
    plain = {"VARCHAR", "DOUBLE", "BIGINT", "INTEGER", "BOOLEAN", "DATE"}
    for name, path in files.items():
        for relation in (warehouse.sql(f"from {name}"), warehouse.read_parquet(str(path))):
            assert {str(kind) for kind in relation.types} <= plain, name


def test_polars(warehouse, files):
    for name, path in files.items():
        queried = pl.read_database(f"select * from {name}", warehouse)
        assert_frame_equal(pl.read_parquet(path), queried)


def test_pandas(warehouse, files):
    """Types differ where pandas has two: a date from Parquet is an object, from a query a time.

    And so does what a column without any value holds: None, or not a number.
    """
    for name, path in files.items():
        frame, queried = pd.read_parquet(path), warehouse.sql(f"from {name}").df()
        filled = queried.notna().any()
        assert (frame.notna().any() == filled).all()
        filled = queried.columns[filled]
        # to the bit; assert_frame_equal would allow a relative error
        assert frame[filled].astype(queried[filled].dtypes).equals(queried[filled]), name
