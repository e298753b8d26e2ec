"""Rival curves over size: R, searches of a test's own, and shapes that are known."""

import numpy as np
import polars as pl
import pytest
from curve_shapes import BENCHMARKS, flat, line, simulate

from analysis_py.statistics.emergence.shapes import RIVALS, bic
from analysis_py.statistics.emergence.smooth import fit_size_smooth

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
