"""The published tables hold what they held; see tests/reference/published/README.md."""

import polars as pl
import pytest
from fingerprints import FILE, KEY, TOLERANCE, fingerprint

from analysis_py.plumbing.publishing import DATABASE_NAME

pytestmark = pytest.mark.committed
#: Starting points of t-SNE are fixed, but a last digit early on moves the points at the end.
UNSTABLE = {("statistics.stat_embedding_points", "x"), ("statistics.stat_embedding_points", "y")}
UNSTABLE |= {("reporting.rpt_embedding_points", "x"), ("reporting.rpt_embedding_points", "y")}


@pytest.fixture(scope="module")
def pairs(warehouse_folder):
    """Return the columns of the fingerprint and of the file, side by side."""
    expected = pl.read_csv(FILE, schema_overrides={"checksum": pl.String})
    found = fingerprint(warehouse_folder / DATABASE_NAME)
    return expected.join(found, on=KEY, how="full", coalesce=True, suffix="_found")


def test_no_column_is_gone_or_unheard_of(pairs):
    gone = pairs.filter(pl.col("n_rows_found").is_null())[KEY].rows()
    unheard_of = pairs.filter(pl.col("n_rows").is_null())[KEY].rows()
    assert (gone, unheard_of) == ([], [])


@pytest.mark.parametrize("measure", ["data_type", "n_rows", "n_values", "checksum"])
def test_types_counts_and_exact_values_are_the_same(pairs, measure):
    different = pairs.filter(pl.col(measure).ne_missing(pl.col(f"{measure}_found")))
    assert different.select(*KEY, measure, f"{measure}_found").rows() == []


def test_numbers_are_the_same_to_six_digits(pairs):
    near = pl.max_horizontal(pl.col("magnitude") * TOLERANCE, 1e-9)
    different = pairs.filter(
        ((pl.col("total") - pl.col("total_found")).abs() > near)
        | ((pl.col("magnitude") - pl.col("magnitude_found")).abs() > near)
        | (pl.col("total").is_null() != pl.col("total_found").is_null())
    )
    found = different.select(*KEY, "total", "total_found").rows()
    assert [row for row in found if row[:2] not in UNSTABLE] == []
