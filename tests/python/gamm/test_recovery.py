"""Known functions come back, with the stated coverage and error rates."""

import numpy as np
import polars as pl
import pytest
from scipy import stats

from analysis_py.statistics.gamm.engine import (
    fit_gamm,
    partial_effect,
    terms_table,
)
from analysis_py.statistics.gamm.engine.derivatives import simultaneous_critical_value


def curve(x: np.ndarray) -> np.ndarray:
    return np.sin(2 * np.pi * x) + x


@pytest.mark.simulation
def test_bands_cover_as_often_as_they_say():
    """Pointwise on average over the curve (Marra & Wood 2012), simultaneous all along it."""
    rng = np.random.default_rng(5)
    x = np.round(rng.uniform(size=250), 2)
    centred = curve(x).mean()
    grid = np.linspace(x.min(), x.max(), 40)
    pointwise, everywhere = [], []
    for _ in range(200):
        frame = pl.DataFrame({"x": x, "y": curve(x) + rng.normal(0, 0.4, x.size)})
        fit = fit_gamm(frame, "y ~ s(x)")
        effect = partial_effect(fit, "s(x)", grid)
        error = np.abs(effect["estimate"].to_numpy() - (curve(grid) - centred))
        std_error = effect["std_error"].to_numpy()
        pointwise.append(np.mean(error < 1.959964 * std_error))
        block = fit.block("s(x)")
        critical = simultaneous_critical_value(
            fit, block, block.basis.evaluate(grid), 0.95, rng, 1000
        )
        everywhere.append(np.all(error < critical * std_error))
    assert np.mean(pointwise) == pytest.approx(0.95, abs=0.025)
    assert np.mean(everywhere) == pytest.approx(0.95, abs=0.06)


@pytest.mark.simulation
def test_p_values_of_a_smooth_are_uniform_without_an_effect():
    rng = np.random.default_rng(6)
    p = []
    for _ in range(400):
        x = np.round(rng.uniform(size=150), 2)
        z = rng.uniform(size=150).round(2)
        frame = pl.DataFrame({"x": x, "z": z, "y": curve(x) + rng.normal(0, 0.4, 150)})
        terms = terms_table(fit_gamm(frame, "y ~ s(x) + s(z)"))
        p.append(terms["p_value"][1])
    assert stats.kstest(p, "uniform").statistic < 0.1
    assert np.mean(np.asarray(p) < 0.05) == pytest.approx(0.05, abs=0.035)
