"""Slopes, their bands and the stretches of significant rise and fall."""

import numpy as np
import pytest

from analysis_py.statistics.gamm.engine import derivatives_table, fit_gamm
from analysis_py.statistics.gamm.engine.derivatives import SlopePoint
from analysis_py.statistics.rows import schema_of


@pytest.mark.parametrize("basis", ["tp", "cr"])
def test_the_derivative_is_that_of_the_curve(frame, basis):
    fit = fit_gamm(frame, f'y ~ s(x, bs="{basis}") + s(z, by=kind) + kind')
    for block in fit.design.blocks:
        if block.basis is None:
            continue
        x = np.linspace(block.low, block.high, 37)[1:-1]
        h = 1e-6 * (block.high - block.low)
        numeric = (block.basis.evaluate(x + h) - block.basis.evaluate(x - h)) / (2 * h)
        exact = block.basis.derivative(x)
        np.testing.assert_allclose(exact, numeric, rtol=1e-5, atol=1e-5 * np.abs(exact).max())


def test_the_simultaneous_band_is_wider_and_seeded(frame):
    fit = fit_gamm(frame, "y ~ s(x)")
    table = derivatives_table(fit, seed=1)
    assert dict(table.schema) == schema_of(SlopePoint)
    assert table["critical_value"][0] > 1.96
    assert (table["simultaneous_low"] < table["ci_low"]).all()
    assert table.equals(derivatives_table(fit, seed=1))
    other = derivatives_table(fit, seed=2)["critical_value"][0]
    assert table["critical_value"][0] == pytest.approx(other, rel=0.03)
