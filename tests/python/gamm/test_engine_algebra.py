"""Cross-products, the restricted likelihood and slopes against matrices written out."""

import numpy as np
import polars as pl
import pytest
from dense_model import model_matrix

from analysis_py.statistics.gamm.engine import fit_gamm
from analysis_py.statistics.gamm.engine.crossproducts import (
    _xtx_by_counts,
    _xtx_by_rows,
    cross_products,
)
from analysis_py.statistics.gamm.engine.design import build_design
from analysis_py.statistics.gamm.engine.discretise import discretise
from analysis_py.statistics.gamm.engine.formula import parse_formula
from analysis_py.statistics.gamm.engine.frame import read_frame
from analysis_py.statistics.gamm.engine.reml import RemlCriterion

WITH_CUBIC = 'y ~ s(x, by=kind) + kind + s(z, bs="cr") + s(group, bs="re")'


@pytest.mark.parametrize("weighted", [False, True])
def test_counts_rows_and_the_dense_product_agree(frame, weighted):
    formula = parse_formula(WITH_CUBIC)
    data = read_frame(frame, formula)
    design = build_design(formula, data, None)
    w = np.random.default_rng(2).uniform(0.5, 2.0, frame.height) if weighted else None
    X = model_matrix(fit_gamm(frame, WITH_CUBIC), frame)
    # The model matrix orders its columns by block, as the margins do.
    expected = X.T @ (X if w is None else w[:, None] * X)
    for build in (_xtx_by_counts, _xtx_by_rows):
        np.testing.assert_allclose(build(design.margins, w), expected, rtol=1e-9, atol=1e-8)
    products = cross_products(design.margins, data.response, weights=w)
    weights = np.ones(frame.height) if w is None else w
    centred = data.response - np.average(data.response, weights=weights)
    np.testing.assert_allclose(products.xty, X.T @ (weights * centred), rtol=1e-9, atol=1e-8)
    assert products.yty == pytest.approx(float(weights @ centred**2), rel=1e-12)


@pytest.mark.parametrize("n", [3_000, 60_000])
def test_bins_keep_the_mean_and_are_narrow_where_rows_are(n):
    x = np.random.default_rng(4).exponential(size=n) ** 2
    coded = discretise(x, 500)
    assert coded.binned
    assert coded.values.size <= 500
    binned = coded.values[coded.codes]
    assert binned.mean() == pytest.approx(x.mean(), rel=1e-12)
    assert np.median(np.abs(binned - x)) < 0.002 * np.ptp(x)
    assert np.all(np.diff(coded.values) > 0)


FORMULA = 'y ~ s(x, by=kind) + kind + s(z) + s(group, bs="re")'


def criterion_of(frame: pl.DataFrame, text: str, absorb_from: int | None = None) -> RemlCriterion:
    formula = parse_formula(text)
    data = read_frame(frame, formula)
    design = build_design(formula, data, None, absorb_from)
    products = cross_products(design.margins, data.response, absorbed=design.absorbed)
    return RemlCriterion(products, design)


@pytest.mark.parametrize("absorb_from", [None, 10])
def test_gradient_and_hessian_are_those_of_the_value(frame, absorb_from):
    criterion = criterion_of(frame, FORMULA, absorb_from)
    rho = np.random.default_rng(1).normal(2.0, 3.0, len(criterion.blocks))
    point = criterion.point(rho)
    assert point.value == pytest.approx(criterion.value(rho), rel=1e-13)
    h = 1e-4
    for j in range(rho.size):
        step = np.zeros_like(rho)
        step[j] = h
        above, below = criterion.point(rho + step), criterion.point(rho - step)
        slope = (above.value - below.value) / (2 * h)
        assert point.gradient[j] == pytest.approx(slope, rel=1e-5, abs=1e-6)
        bend = (above.gradient - below.gradient) / (2 * h)
        np.testing.assert_allclose(point.hessian[j], bend, rtol=1e-5, atol=1e-6)


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
