"""Cells of rows with equal covariates: what they hold, and fits from them and from the rows."""

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analysis_py.statistics.gamm.cells import N_OBS, WITHIN, sum_cells
from analysis_py.statistics.gamm.engine import (
    GammError,
    curves_table,
    derivatives_table,
    fit_gamm,
    random_effects_table,
    terms_table,
)
from analysis_py.statistics.gamm.engine.formula import parse_formula

MODELS = {
    "size": 'y ~ s(x) + s(group, bs="re")',
    "size_with_type": 'y ~ s(x) + s(kind, bs="re") + s(group, bs="re")',
    "size_by_type": 'y ~ s(x, by=kind) + kind + s(group, bs="re")',
    "interplay": 'y ~ s(x) + s(z) + s(group, bs="re")',
}


@pytest.fixture(scope="module")
def rows(simulate):
    """Scores of thousands of evaluations of few sizes."""
    frame = simulate(6000, seed=5)
    return frame.with_columns(x=pl.col("x").mul(20).round() / 20, y=pl.col("y") + 4)


def fit_cells(cells, formula):
    return fit_gamm(cells, formula, frequencies=N_OBS, within=WITHIN)


def test_cells_hold_the_number_the_mean_and_the_squares_of_their_rows(rows):
    cells = sum_cells(rows.select("y", "x", "kind", "group"), "y")
    by = ["x", "kind", "group"]
    mean = pl.col("y").mean()
    expected = rows.group_by(by).agg(
        mean, pl.len().alias(N_OBS), ((pl.col("y") - mean) ** 2).sum().alias(WITHIN)
    )
    assert cells.height < rows.height / 5
    assert_frame_equal(cells, expected, check_row_order=False, rel_tol=1e-11, abs_tol=1e-11)


@pytest.mark.parametrize("shift", [0.0, 1e6])
def test_no_order_of_the_rows_changes_a_bit_of_a_cell(rows, shift):
    rows = rows.select(pl.col("y") + shift, "x", "group")
    shuffled = rows.sample(fraction=1.0, shuffle=True, seed=1)
    a, b = (sum_cells(some, "y").sort("x", "group") for some in (rows, shuffled))
    assert_frame_equal(a, b, check_exact=True)


def test_a_response_that_is_no_number_is_named(rows):
    strange = rows.select("x", y=pl.when(pl.col("row") == 7).then(float("nan")).otherwise("y"))
    with pytest.raises(GammError, match="Column 'y' has nan in complete row 7"):
        sum_cells(strange, "y")


@pytest.mark.parametrize("gamm", MODELS)
def test_cells_give_the_fit_of_the_rows(rows, gamm):
    cells = sum_cells(rows.select(parse_formula(MODELS[gamm]).columns), "y")
    a, b = fit_cells(cells, MODELS[gamm]), fit_gamm(rows, MODELS[gamm])
    assert a.n_obs == b.n_obs
    assert a.edf_total == pytest.approx(b.edf_total, abs=1e-8)
    assert a.reml == pytest.approx(b.reml, rel=1e-10)
    ours, theirs = curves_table(a), curves_table(b)
    height = np.ptp(theirs["estimate"].to_numpy())
    for column in ("estimate", "std_error"):
        np.testing.assert_allclose(
            ours[column].to_numpy(), theirs[column].to_numpy(), rtol=0, atol=1e-9 * height
        )
    slopes = [derivatives_table(fit, seed=1)["estimate"].to_numpy() for fit in (a, b)]
    np.testing.assert_allclose(*slopes, rtol=1e-6, atol=1e-8)
    for table in (terms_table, random_effects_table):
        for name, column in table(b).to_dict().items():
            found = table(a)[name]
            if column.dtype == pl.Float64:
                np.testing.assert_allclose(
                    found.to_numpy(), column.to_numpy(), rtol=1e-6, atol=1e-9, err_msg=name
                )
            else:
                assert found.to_list() == column.to_list(), name


def test_a_negative_sum_of_squares_is_refused(rows):
    cells = sum_cells(rows.select("y", "x", "group"), "y").with_columns(pl.lit(-1.0).alias(WITHIN))
    with pytest.raises(GammError, match="must be zero or more"):
        fit_cells(cells, MODELS["size"])
