"""Regressions of clustered rows against matrices of the rows, and the null models' variances."""

import numpy as np
import pytest

from analysis_py.statistics.clustered.null_model import (
    VarianceShares,
    draw_noise,
    stated_nulls,
)
from analysis_py.statistics.clustered.regression import (
    clustered_regression,
)


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
    signs = signed.loading @ noise.for_null(signed) / residual[:, None]
    assert (signs == signs[0]).all()
    assert set(signs[0]) == {-1, 1}
    for name, null in nulls.items():
        own = np.ones(4) if name == "intercept" else spread
        error = {"cluster by level": 0.5, "generation": 0.4}.get(name, 0.6)
        expected = (alike[name] + np.diag(error / n)) * np.outer(own, own)
        mean = null.loading @ noise.for_null(null)
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
