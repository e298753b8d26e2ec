"""Lines carried beyond their cut: R, coverage and level."""

import numpy as np
import polars as pl
import pytest
from curve_shapes import BENCHMARKS, line, simulate

from analysis_py.statistics.emergence.extrapolation import (
    CHOSEN,
    cannot_extrapolate,
    fit_forecast,
)
from analysis_py.statistics.emergence.smooth import fall_rate, fit_size_smooth


@pytest.mark.parametrize("benchmark", BENCHMARKS)
def test_forecasts_match_r(folder, curves, benchmark):
    x, y = curves[benchmark]
    row = pl.read_csv(folder / "forecasts.csv").row(
        by_predicate=pl.col("benchmark") == benchmark, named=True
    )
    found = fit_forecast("cut", x, y, np.log(7), 199, 0.95, np.random.default_rng(1))
    for name in ("rmse_within", "rmse_beyond", "bias"):
        assert getattr(found, name) == pytest.approx(row[name], rel=1e-9), name
    assert (found.n_within, found.n_beyond) == (row["n_within"], row["n_beyond"])
    assert found.error_ratio == found.rmse_beyond / found.rmse_within


def test_intervals_of_the_bias_cover():
    """A line has none. Nominal 0.95; of 300 data sets four standard errors are 0.05."""
    covered = 0
    for seed in range(300):
        x, y = simulate(line, seed, 100)
        found = fit_forecast(CHOSEN, x, y, x[59], 199, 0.95, np.random.default_rng(seed))
        covered += found.bias_ci_low <= 0 <= found.bias_ci_high
    assert abs(covered / 300 - 0.95) <= 0.05


def test_rates_of_a_forecast_are_those_of_samples_of_a_line():
    """What a fit says of its errors beside how often fits of fresh lines err."""
    said, found = [], []
    for seed in range(40):
        x, y = simulate(line, seed, 100)
        name = "cut" if seed < 8 else CHOSEN
        row = fit_forecast(name, x, y, x[59], 199, 0.95, np.random.default_rng(seed))
        if seed < 8:
            said.append((row.error_ratio_type1_error, row.bias_type1_error))
        found.append(row.bias_ci_low > 0)
        assert (row.bias_type1_error is None) == (name == CHOSEN)
    ratio, bias = np.mean(said, axis=0)
    assert 0.01 <= bias <= 0.08
    assert 0.02 <= ratio <= 0.14
    assert np.mean(found) <= 0.15


def test_a_curve_that_never_falls_is_seldom_found_to_fall():
    rng = np.random.default_rng(3)
    x = np.sort(rng.uniform(-1, 4, 80))
    fall = 40 + 8 * x - 4 * np.maximum(x - 1.5, 0) ** 2 + rng.standard_normal(80)
    assert fit_size_smooth(x, fall, rng)[1].p_fall < 0.05
    assert fall_rate(x, fall, 0.05, rng) <= 0.08


def test_a_forecast_needs_rows_on_both_sides():
    x = np.arange(12.0)
    y = x**2
    assert cannot_extrapolate(x, y, 5) is None
    assert "rows or 3 sizes below" in cannot_extrapolate(x, y, 3)
    assert "rows beyond" in cannot_extrapolate(x, y, 8)
    assert "sizes below" in cannot_extrapolate(np.repeat([1.0, 2.0, 3.0], 4), y, 2.5)
    assert "without error" in cannot_extrapolate(x, np.maximum(x - 6, 0), 5)
