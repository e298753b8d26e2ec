"""Curves, jumps and forecasts over size: R, shapes that are known, coverage, level and power."""

import numpy as np
import polars as pl
import pytest
from curve_shapes import BENCHMARKS, flat, line, sigmoid, simulate

from analysis_py.statistics.emergence.extrapolation import (
    CHOSEN,
    cannot_extrapolate,
    fit_forecast,
)
from analysis_py.statistics.emergence.jump_curves import (
    best_gradual,
    fit_shapes,
    gain_of_jump,
    make_design,
    residual_sd,
    sum_by_size,
)
from analysis_py.statistics.emergence.jump_tests import jump_test
from analysis_py.statistics.emergence.shapes import RIVALS, bic
from analysis_py.statistics.emergence.smooth import fall_rate, fit_size_smooth

#: Sums of squares of closed forms, of searches (flat at their optimum), and the places found.
CLOSED, SEARCHED, PLACED = 1e-10, 1e-7, 1e-3


@pytest.mark.parametrize("benchmark", BENCHMARKS)
def test_rival_curves_match_r(folder, curves, benchmark):
    x, y = curves[benchmark]
    expected = {
        row["model"]: row
        for row in pl.read_csv(folder / "models.csv", null_values="NA").to_dicts()
        if row["benchmark"] == benchmark
    }
    for rival in RIVALS:
        fit = rival(x, y)
        row = expected[fit.model]
        tolerance = SEARCHED if fit.model in ("broken_line", "sigmoid") else CLOSED
        assert fit.rss == pytest.approx(row["rss"], rel=tolerance), fit.model
        assert bic(fit.rss, len(x), fit.n_parameters) == pytest.approx(row["bic"], abs=1e-4)
        if row["location"] is not None:
            assert fit.location == pytest.approx(row["location"], abs=PLACED)
        if row["width"] is not None:
            assert fit.width == pytest.approx(row["width"], abs=PLACED)
    smooth, _ = fit_size_smooth(x, y, np.random.default_rng(1))
    # the tolerances of the additive models: edf within 1e-2, and so log n of that in BIC
    assert smooth.rss == pytest.approx(expected["smooth"]["rss"], rel=1e-4)
    assert bic(smooth.rss, len(x), smooth.n_parameters) == pytest.approx(
        expected["smooth"]["bic"], abs=0.06
    )


def test_what_falls_is_found_to_fall():
    falling = simulate(lambda x: -line(x), 6, noise=1.0)
    assert fit_size_smooth(*falling, np.random.default_rng(1))[1].p_fall == 1 / 2001


@pytest.mark.simulation
def test_false_falls_are_as_rare_as_they_should_be():
    """Of a constant's 200 curves 5 % may fall; four standard errors are 6.2 %."""
    falls = sum(
        fit_size_smooth(*simulate(flat, seed, 60), np.random.default_rng(seed))[1].p_fall < 0.05
        for seed in range(200)
    )
    assert falls / 200 <= 0.112


@pytest.mark.parametrize("benchmark", BENCHMARKS)
def test_jumps_are_those_of_r(folder, curves, benchmark):
    """Both solve the same least squares, so only rounding parts them; of p, 1,999 samples."""
    expected = pl.read_csv(folder / "jumps.csv", null_values="NA").filter(benchmark=benchmark)
    x, y = curves[benchmark]
    design = make_design(x)
    fits = fit_shapes(design, sum_by_size(design, x, y))
    wanted = expected.filter(pl.col("n_parameters").is_not_null())
    assert len(design.shapes) == wanted.height == 9
    for shape, bic_found, row in zip(design.shapes, fits.bic[:, 0], wanted.to_dicts(), strict=True):
        assert (shape.name, shape.n_parameters) == (row["name"], row["n_parameters"])
        assert bic_found == pytest.approx(row["value"], abs=1e-6), shape.name
    values = dict(expected.select("name", "value").rows())
    best = best_gradual(design, fits)
    assert gain_of_jump(design, fits)[0] == pytest.approx(values["gain"], abs=1e-6)
    assert residual_sd(design, fits, best)[0] == pytest.approx(values["residual_sd"], rel=1e-8)
    found = jump_test(x, y, 1999, 0.05, np.random.default_rng(1))[0].p_jump
    p = values["p_value"]
    # five standard errors of the difference of two such shares
    assert found == pytest.approx(p, abs=5 * np.sqrt(2 * p * (1 - p) / 1999))


@pytest.mark.simulation
@pytest.mark.parametrize("gradual", [line, sigmoid, lambda x: 30 + 8 * np.maximum(x, 0)])
def test_a_gradual_truth_rarely_passes_for_a_jump(gradual):
    """At most 0.05; 80 samples put three standard errors at 0.073."""
    rng = np.random.default_rng(20240112)
    found = [jump_test(*simulate(gradual, seed), 199, 0.05, rng)[1] for seed in range(80)]
    assert np.mean(found) <= 0.123


@pytest.mark.simulation
def test_a_jump_is_found_as_often_as_the_power_says():
    """40 samples put three standard errors at 0.24 at most."""
    rng = np.random.default_rng(2)
    tests = [
        jump_test(*simulate(lambda x: 30 + 12 * (x > np.median(x)), seed), 199, 0.05, rng)
        for seed in range(40)
    ]
    power = np.mean([test.power_at_jump for test, _ in tests])
    assert np.mean([is_found for _, is_found in tests]) == pytest.approx(power, abs=0.24)
    assert np.mean([test.jump for test, _ in tests]) == pytest.approx(12, rel=0.05)


def test_the_level_holds_on_the_design_itself(curves):
    found, _ = jump_test(*curves["truthfulqa"], 199, 0.05, np.random.default_rng(3))
    assert 0 <= found.false_alarm_rate <= 0.05
    assert 0 < found.critical_p_jump <= 0.05


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
