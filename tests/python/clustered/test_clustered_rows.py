"""Regressions of clustered rows against matrices of the rows, and the null models' variances."""

import numpy as np
import pytest

from analysis_py.statistics.clustered.null_model import (
    NullModel,
    RandomIntercept,
    VarianceShares,
    draw_noise,
    stated_nulls,
)
from analysis_py.statistics.clustered.regression import (
    clustered_regression,
)


def design_of_cells(rng, n_cells=24, n_clusters=7):
    columns = np.column_stack(
        [np.ones(n_cells), rng.normal(size=n_cells), rng.random(n_cells) < 0.4]
    )
    return columns, rng.integers(1, 5, n_cells), rng.integers(0, n_clusters, n_cells)


@pytest.mark.parametrize("ratio", [0.0, 0.3, 4.0])
def test_degrees_of_freedom_are_those_of_the_rows(ratio):
    """Of the variance's matrix G'ΩG, with rows of one cluster alike by the ratio."""
    columns, n, clusters = design_of_cells(np.random.default_rng(2))
    contrasts = np.array([[0, 1.0, 0], [0, 0.5, -1]])
    regression = clustered_regression(columns, n, clusters, contrasts)
    x, cluster = np.repeat(columns, n, axis=0), np.repeat(clusters, n)
    left = np.eye(len(x)) - x @ np.linalg.pinv(x)
    omega = np.eye(len(x)) + ratio * (cluster[:, None] == cluster)
    for contrast, df, alike in zip(
        contrasts, regression.df, regression.df_alike([ratio])[:, 0], strict=True
    ):
        weight = contrast @ np.linalg.pinv(x)
        g = []
        for c in np.unique(cluster):
            own = np.flatnonzero(cluster == c)
            values, vectors = np.linalg.eigh(left[np.ix_(own, own)])
            root = (vectors / np.sqrt(values)) @ vectors.T
            g.append(left[:, own] @ root @ weight[own])
        moments = np.array(g) @ omega @ np.array(g).T
        expected = np.trace(moments) ** 2 / (moments**2).sum()
        assert alike == pytest.approx(expected, rel=1e-8)
        if ratio == 0:
            assert df == pytest.approx(expected, rel=1e-8)


def test_a_design_that_fits_all_cells_leaves_no_error():
    """Whatever the rounding of scores such as 1/3: 0, and not the last digit of the arithmetic."""
    clusters = np.array([0, 0, 1, 1, 2, 2])
    columns = np.column_stack([np.eye(3)[clusters], np.tile([1.0, 0.0], 3)])
    mean = 100 / 3 + 10 * clusters / 7 + np.tile([1.1, 0.0], 3)
    fit = clustered_regression(columns, [3, 5, 1, 2, 7, 4], clusters, [[0, 0, 0, 1.0]]).contrasts(
        mean, 2.0
    )
    assert fit.estimate[0] == pytest.approx(1.1)
    assert fit.std_error[0] == 0
    assert fit.std_error_naive[0] > 0


def test_cells_are_alike_by_the_shares_of_the_units_that_they_share():
    """20,000 samples: three standard errors of a covariance are at most 0.12."""
    n = np.array([2.0, 5.0, 1.0, 4.0])
    family, developer = np.array([0, 0, 1, 2]), np.array([0, 0, 0, 1])
    null = NullModel(
        n,
        (RandomIntercept(0.3, family), RandomIntercept(0.2, developer)),
        np.array([1.0, 1.0, 2.0, 1.0]),
    )
    mean = null.loading @ draw_noise(9, 20_000, 1).of(null)
    shared = 0.3 * (family[:, None] == family) + 0.2 * (developer[:, None] == developer)
    expected = (shared + np.diag(0.5 / n)) * np.outer(null.spread, null.spread)
    assert np.cov(mean) == pytest.approx(expected, abs=0.12)
    assert np.corrcoef(mean)[0, 3] == pytest.approx(0, abs=0.03)


def test_the_stated_nulls_have_the_shares_of_the_scores():
    """20,000 samples: three standard errors of a covariance are at most 0.05."""
    n, spread = np.array([2.0, 5.0, 1.0, 4.0]), np.array([1.0, 2.0, 1.0, 2.0])
    cluster, level, generation = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.zeros(4, int)
    shares = VarianceShares(0.4, 0.3, 0.2, 0.5, 0.1, 1.0)
    residual = np.array([1.0, -2.0, 0.5, 3.0])
    nulls = stated_nulls(n, cluster, level, generation, shares, spread, residual)
    noise = draw_noise(12, 20_000, 1)
    alike = {
        "intercept": 0.4 * (cluster[:, None] == cluster),
        "unequal spreads": 0.4 * (cluster[:, None] == cluster),
        "skewed": 0.4 * (cluster[:, None] == cluster),
        "cluster by level": 0.3 * (cluster[:, None] == cluster) + 0.2 * np.eye(4),
        "generation": 0.5 + 0.1 * (level[:, None] == level),
    }
    assert list(nulls) == [*alike, "signs"]
    signed = nulls.pop("signs")
    signs = signed.loading @ noise.of(signed) / residual[:, None]
    assert (signs == signs[0]).all()
    assert set(signs[0]) == {-1, 1}
    for name, null in nulls.items():
        own = np.ones(4) if name == "intercept" else spread
        error = {"cluster by level": 0.5, "generation": 0.4}.get(name, 0.6)
        expected = (alike[name] + np.diag(error / n)) * np.outer(own, own)
        mean = null.loading @ noise.of(null)
        # an exponential distribution has nine times the fourth moment of a normal's variance
        assert np.cov(mean) == pytest.approx(expected, abs=0.3 if name == "skewed" else 0.12)


def test_nulls_that_the_scores_rule_out_are_not_simulated():
    cluster = np.array([0, 0, 1, 2])
    shares = VarianceShares(0.4, 0.4, 0.0, 0.4, 0.0, 1.0)
    level, ones = np.array([0, 1, 0, 1]), np.ones(4)
    nulls = stated_nulls(ones, cluster, level, cluster, shares, ones, ones)
    assert list(nulls) == ["intercept", "skewed", "signs"]


def test_skewed_intercepts_have_the_variance_of_the_normal_and_their_skewness():
    noise = draw_noise(200, 5000, 4)
    assert noise.skewed.mean() == pytest.approx(0, abs=0.01)
    assert noise.skewed.std() == pytest.approx(1, abs=0.02)
    assert (noise.skewed**3).mean() == pytest.approx(2, abs=0.2)
