"""The published tables hold what they held; see tests/reference/published/README.md."""

import polars as pl
import pytest
from fingerprints import FILE, KEY, TOLERANCE, fingerprint

from analysis_py.publishing import DATABASE_NAME

pytestmark = pytest.mark.committed
TABLE, COLUMN = pl.col("table_name"), pl.col("column_name")
#: What another processor computes otherwise in less than six digits, and by how much of the column.
#: An infinite bound means that a column is not compared.
BOUND = (
    # A last digit early on moves the points of t-SNE at the end.
    pl.when(COLUMN.is_in(["x", "y"]) & TABLE.str.contains("embedding_points"))
    .then(float("inf"))
    .otherwise(TOLERANCE)
)


@pytest.fixture(scope="module")
def pairs(warehouse_folder):
    """Return the columns of the fingerprint and of the file, side by side."""
    expected = pl.read_csv(FILE, schema_overrides={"checksum": pl.String})
    found = fingerprint(warehouse_folder / DATABASE_NAME)
    return expected.join(
        found, on=KEY, how="full", coalesce=True, nulls_equal=True, suffix="_found"
    )


def test_no_column_is_gone_or_unheard_of(pairs):
    gone = pairs.filter(pl.col("n_rows_found").is_null())[KEY].rows()
    unheard_of = pairs.filter(pl.col("n_rows").is_null())[KEY].rows()
    assert (gone, unheard_of) == ([], [])


@pytest.mark.parametrize("measure", ["data_type", "n_rows", "n_values", "checksum"])
def test_types_counts_and_exact_values_are_the_same(pairs, measure):
    different = pairs.filter(pl.col(measure).ne_missing(pl.col(f"{measure}_found")))
    assert different.select(*KEY, measure, f"{measure}_found").rows() == []


def test_numbers_are_the_same_to_six_digits(pairs):
    near = pl.max_horizontal(pl.col("magnitude") * BOUND, 1e-9)
    different = pairs.filter(
        ((pl.col("total") - pl.col("total_found")).abs() > near)
        | ((pl.col("magnitude") - pl.col("magnitude_found")).abs() > near)
        | (pl.col("total").is_null() != pl.col("total_found").is_null())
    )
    assert different.select(*KEY, "total", "total_found").rows() == []
