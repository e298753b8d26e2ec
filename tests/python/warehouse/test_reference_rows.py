"""R saw the rows that the warehouse holds today."""

import runpy

import polars as pl
import pytest
from polars.testing import assert_frame_equal


@pytest.mark.parametrize(
    ("file", "is_exact"),
    [
        ("clusters/rows.csv", True),
        ("comparisons/group_statistics/rows.csv.gz", True),
        ("dependence/rows.csv", True),
        ("sizes/rows.csv", True),
        # logarithms
        ("emergence/rows.csv", False),
    ],
)
def test_rows_of_a_reference_are_those_of_today(warehouse, project, file, is_exact):
    """Where they are not: export them, and run the script in R again."""
    folder = project / "tests/reference"
    _, query = runpy.run_path(str(folder / "export_rows.py"))["QUERIES"][file]
    today = warehouse.sql(query).pl()
    names = pl.read_csv(folder / file, n_rows=0).columns
    today = today.select(names)
    then = pl.read_csv(folder / file, schema=today.schema)
    assert_frame_equal(today, then, check_exact=is_exact, rel_tol=1e-12, abs_tol=0)
