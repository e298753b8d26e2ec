"""Slopes, their bands and the stretches of significant rise and fall."""

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.gamm.engine import basis_check_table, fit_gamm


@pytest.mark.parametrize("basis", ["tp", "ps"])
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


def test_a_basis_that_is_too_small_is_noticed():
    rng = np.random.default_rng(4)
    x = np.round(rng.uniform(size=800), 2)
    frame = pl.DataFrame({"x": x, "y": np.sin(30 * x) + rng.normal(0, 0.3, 800)})
    small = basis_check_table(fit_gamm(frame, "y ~ s(x, k=5)")).row(0, named=True)
    large = basis_check_table(fit_gamm(frame, "y ~ s(x, k=40)")).row(0, named=True)
    assert small["k_index"] < 0.6
    assert small["p_value"] == 0.0
    assert large["k_index"] > 0.9
    assert large["p_value"] > 0.01
