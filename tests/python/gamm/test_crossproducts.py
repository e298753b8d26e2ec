"""Cross-products from counts against the model matrix written out."""

import numpy as np
import pytest
from dense_model import model_matrix

from analysis_py.statistics.gamm.engine.crossproducts import (
    _xtx_by_counts,
    _xtx_by_rows,
    cross_products,
)
from analysis_py.statistics.gamm.engine.design import build_design
from analysis_py.statistics.gamm.engine.discretise import discretise
from analysis_py.statistics.gamm.engine.fit import fit_gamm
from analysis_py.statistics.gamm.engine.formula import parse_formula
from analysis_py.statistics.gamm.engine.frame import read_frame

FORMULA = 'y ~ s(x, by=kind) + kind + s(z, bs="cr") + s(group, bs="re")'


@pytest.mark.parametrize("weighted", [False, True])
def test_counts_rows_and_the_dense_product_agree(frame, weighted):
    formula = parse_formula(FORMULA)
    data = read_frame(frame, formula)
    design = build_design(formula, data, None)
    w = np.random.default_rng(2).uniform(0.5, 2.0, frame.height) if weighted else None
    X = model_matrix(fit_gamm(frame, FORMULA), frame)
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
