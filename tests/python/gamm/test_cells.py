"""Cells of rows with equal covariates: what they hold, and what they refuse."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analysis_py.statistics.gamm.cells import N_OBS, WITHIN, sum_cells
from analysis_py.statistics.gamm.engine import GammError, fit_gamm


def test_cells_hold_the_number_the_mean_and_the_squares_of_their_rows(coarse):
    cells = sum_cells(coarse.select("y", "x", "kind", "group"), "y")
    mean = pl.col("y").mean()
    expected = coarse.group_by("x", "kind", "group").agg(
        mean, pl.len().alias(N_OBS), ((pl.col("y") - mean) ** 2).sum().alias(WITHIN)
    )
    assert cells.height < coarse.height / 5
    assert_frame_equal(cells, expected, check_row_order=False, rel_tol=1e-11, abs_tol=1e-11)


@pytest.mark.parametrize("shift", [0.0, 1e6])
def test_no_order_of_the_rows_changes_a_bit_of_a_cell(coarse, shift):
    rows = coarse.select(pl.col("y") + shift, "x", "group")
    shuffled = rows.sample(fraction=1.0, shuffle=True, seed=1)
    a, b = (sum_cells(some, "y").sort("x", "group") for some in (rows, shuffled))
    assert_frame_equal(a, b, check_exact=True)


def test_what_is_no_number_and_no_sum_of_squares_is_refused(coarse):
    strange = coarse.select("x", y=pl.when(pl.col("row") == 7).then(float("nan")).otherwise("y"))
    with pytest.raises(GammError, match="Column 'y' has nan in complete row 7"):
        sum_cells(strange, "y")
    cells = sum_cells(coarse.select("y", "x"), "y").with_columns(pl.lit(-1.0).alias(WITHIN))
    with pytest.raises(GammError, match="must be zero or more"):
        fit_gamm(cells, "y ~ s(x)", frequencies=N_OBS, within=WITHIN)
