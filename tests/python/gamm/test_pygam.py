"""The curve of size by pyGAM, another library with another basis and another criterion.

Its curves do not meet mgcv's, and the limits here are wide on purpose: they catch a swapped term,
a missing centring or a wrong link, not the distance between two libraries.
"""

import numpy as np
import polars as pl
import pytest
from mgcv_values import reference_frame
from pygam import LinearGAM, f, s

from analysis_py.statistics.gamm.curve_checks import check_curves
from analysis_py.statistics.gamm.engine import curves_table, fit_gamm, partial_effect

SIZE = "s(log_parameters_b)"


@pytest.mark.parametrize("benchmark", ["arc", "hellaswag", "mmlu", "truthfulqa", "winogrande"])
def test_the_size_curve_follows_pygams_where_the_models_are(benchmark):
    """Over the rows, not the grid: the largest sizes are a handful of models."""
    columns = [f"log_{benchmark}", "log_parameters_b", "architecture"]
    frame = reference_frame("january_2024").select(columns).drop_nulls()
    y, x = (frame[name].to_numpy() for name in columns[:2])
    codes = frame["architecture"].rank("dense").to_numpy() - 1
    X = np.column_stack([x, codes])
    grid = {"lam": np.logspace(-2, 4, 7), "progress": False}
    other = LinearGAM(s(0, n_splines=10) + f(1), max_iter=1).gridsearch(X, y, **grid)
    fit = fit_gamm(frame, f'log_{benchmark} ~ {SIZE} + s(architecture, bs="re")')
    ours = partial_effect(fit, SIZE, x)["estimate"].to_numpy()
    theirs = other.partial_dependence(term=0, X=X)
    gap = ours - (theirs - theirs.mean())
    assert np.sqrt(np.mean(gap**2)) < 0.05 * np.ptp(ours)
    explained = other.statistics_["pseudo_r2"]["explained_deviance"]
    assert explained == pytest.approx(fit.deviance_explained, abs=0.02)


def checked(estimate):
    """Return the check of a curve of January 2024, after a fault has changed it."""
    names = {"log_arc": "log_score"}
    rows = (
        reference_frame("january_2024")
        .rename(names)
        .with_columns(cohort_id=pl.lit("january"), benchmark_id=pl.lit("arc"))
    )
    columns = ["cohort_id", "benchmark_id", "log_score", "log_parameters_b", "architecture"]
    rows = rows.select(columns).drop_nulls()
    fit = fit_gamm(rows, f'log_score ~ {SIZE} + s(architecture, bs="re")')
    curve = curves_table(fit).filter(pl.col("term") == SIZE).with_columns(estimate=estimate)
    key = pl.lit("january").alias("cohort_id"), pl.lit("arc").alias("benchmark_id")
    (row,) = check_curves(rows, curve.select(*key, "x", "estimate")).to_dicts()
    return row | {"n_complete": rows.height}


def test_every_row_of_a_fit_is_compared_and_curves_are_close():
    row = checked(pl.col("estimate"))
    assert row["n_rows_pygam"] == row["n_complete"]
    assert 0 < row["gap_pct"] < 5
    assert 0.5 < row["deviance_explained_pygam"] < 1


@pytest.mark.fault
@pytest.mark.parametrize(
    "fault", [-pl.col("estimate"), pl.col("estimate") ** 2, pl.col("estimate").reverse()]
)
def test_a_wrong_sign_scale_or_order_is_a_gap_above_the_limit(fault):
    assert checked(fault)["gap_pct"] > 5


@pytest.mark.fault
def test_a_flat_curve_has_no_gap():
    row = checked(pl.lit(0.0))
    assert row["gap_pct"] is None
    assert row["deviance_explained_pygam"] is None


def test_of_many_rows_and_architectures_some_are_taken_and_joined():
    rng = np.random.default_rng(3)
    n = 25_000
    size = rng.choice(np.linspace(-1, 5, 90), n)
    key = pl.lit("c").alias("cohort_id"), pl.lit("b").alias("benchmark_id")
    rows = pl.DataFrame(
        {
            "log_score": size + rng.standard_normal(n),
            "log_parameters_b": size,
            "architecture": rng.integers(0, 150, n).astype(str),
        }
    ).select(*key, pl.all())
    line = pl.DataFrame({"x": [-1.0, 5.0], "estimate": [-1.0, 5.0]}).select(*key, pl.all())
    (row,) = check_curves(rows, line).to_dicts()
    assert row["n_rows_pygam"] == 8_334
    assert row["gap_pct"] < 2
