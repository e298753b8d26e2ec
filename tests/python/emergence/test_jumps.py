"""The test of a jump: R's linear models and bootstrap, false alarms and power."""

import numpy as np
import polars as pl
import pytest
from curve_shapes import BENCHMARKS

from analysis_py.statistics.emergence.jump_curves import (
    best_gradual,
    fit_shapes,
    gain_of_jump,
    make_design,
    residual_sd,
    sum_by_size,
)
from analysis_py.statistics.emergence.jump_tests import jump_test


@pytest.fixture(scope="module")
def expected(folder):
    return pl.read_csv(folder / "jumps.csv", null_values="NA")


@pytest.mark.parametrize("benchmark", BENCHMARKS)
def test_every_shape_fits_as_in_r(curves, expected, benchmark):
    """Both solve the same least squares, so only rounding parts them."""
    x, y = curves[benchmark]
    design = make_design(x)
    samples = sum_by_size(design, x, y)
    fits = fit_shapes(design, samples)
    wanted = expected.filter(
        (pl.col("benchmark") == benchmark) & pl.col("n_parameters").is_not_null()
    )
    assert len(design.shapes) == wanted.height == 9
    for i, row in enumerate(wanted.to_dicts()):
        shape = design.shapes[i]
        assert (shape.name, shape.n_parameters) == (row["name"], row["n_parameters"])
        assert fits.bic[i, 0] == pytest.approx(row["value"], abs=1e-6), shape.name
    values = dict(expected.filter(pl.col("benchmark") == benchmark).select("name", "value").rows())
    best = best_gradual(design, fits)
    assert gain_of_jump(design, fits)[0] == pytest.approx(values["gain"], abs=1e-6)
    assert residual_sd(design, fits, best)[0] == pytest.approx(values["residual_sd"], rel=1e-8)


@pytest.mark.parametrize("benchmark", BENCHMARKS)
def test_the_p_value_is_r_s_within_its_error(curves, expected, benchmark):
    """Both draw 1,999 samples: five standard errors of the difference of two such shares."""
    values = dict(expected.filter(pl.col("benchmark") == benchmark).select("name", "value").rows())
    found = jump_test(*curves[benchmark], 1999, 0.05, np.random.default_rng(1))[0].p_jump
    p = values["p_value"]
    assert found == pytest.approx(p, abs=5 * np.sqrt(2 * p * (1 - p) / 1999))


def scattered(shape, rng, n=120, noise=6.0):
    x = np.log(np.geomspace(0.1, 100, n))
    return x, shape(x) + rng.normal(0, noise, n)


@pytest.mark.simulation
@pytest.mark.parametrize(
    "gradual",
    [
        lambda x: 30 + 4 * x,
        lambda x: 30 + 8 * np.maximum(x, 0),
        lambda x: 30 + 30 / (1 + np.exp(-(x - 1) / 0.8)),
    ],
    ids=["line", "broken line", "sigmoid"],
)
def test_a_gradual_truth_rarely_passes_for_a_jump(gradual):
    """At most 0.05; 80 samples put three standard errors at 0.073."""
    rng = np.random.default_rng(20240112)
    found = [jump_test(*scattered(gradual, rng), 199, 0.05, rng)[1] for _ in range(80)]
    assert np.mean(found) <= 0.123


@pytest.mark.simulation
def test_a_jump_is_found_as_often_as_the_power_says():
    """40 samples put three standard errors at 0.24 at most."""
    rng = np.random.default_rng(2)
    tests = [
        jump_test(*scattered(lambda x: 30 + 12 * (x > np.median(x)), rng), 199, 0.05, rng)
        for _ in range(40)
    ]
    power = np.mean([test.power_at_jump for test, _ in tests])
    assert np.mean([is_found for _, is_found in tests]) == pytest.approx(power, abs=0.24)
    assert np.mean([test.jump for test, _ in tests]) == pytest.approx(12, rel=0.05)


def test_the_level_holds_on_the_design_itself(curves):
    found, _ = jump_test(*curves["truthfulqa"], 199, 0.05, np.random.default_rng(3))
    assert 0 <= found.false_alarm_rate <= 0.05
    assert 0 < found.critical_p_jump <= 0.05
