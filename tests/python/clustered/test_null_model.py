"""Simulated scores have the variance components that the null model names."""

import numpy as np
import pytest

from analysis_py.statistics.clustered.null_model import (
    NullModel,
    RandomIntercept,
    clustered_null,
    draw_noise,
    simulate_null,
)


def test_cells_are_alike_by_the_shares_of_the_units_that_they_share():
    """20,000 samples: three standard errors of a covariance are at most 0.12."""
    n = np.array([2.0, 5.0, 1.0, 4.0])
    family, developer = np.array([0, 0, 1, 2]), np.array([0, 0, 0, 1])
    null = NullModel(
        n,
        (RandomIntercept(0.3, family, 3), RandomIntercept(0.2, developer, 2)),
        np.array([1.0, 1.0, 2.0, 1.0]),
    )
    mean = simulate_null(null, draw_noise(9, 20_000, 1).normal)
    shared = 0.3 * (family[:, None] == family) + 0.2 * (developer[:, None] == developer)
    expected = (shared + np.diag(0.5 / n)) * np.outer(null.spread, null.spread)
    assert np.cov(mean) == pytest.approx(expected, abs=0.12)
    assert np.corrcoef(mean)[0, 3] == pytest.approx(0, abs=0.03)


def test_one_random_intercept_is_the_intraclass_correlation():
    null = clustered_null(np.ones(2), np.array([0, 0]), 0.6)
    mean = simulate_null(null, draw_noise(3, 20_000, 2).normal)
    assert np.corrcoef(mean)[0, 1] == pytest.approx(0.6, abs=0.03)
    assert mean.std() == pytest.approx(1, abs=0.03)
