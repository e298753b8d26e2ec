"""CR2 of many samples at once, whose shares are among a few: as each by itself."""

import numpy as np
import pytest

from analysis_py.statistics.clustered.regression import level_regression
from analysis_py.statistics.dependence.simulation.level_errors import level_errors

PAIRS = np.array([[0, 1], [0, 2], [1, 2]])
N_SETS, N_SAMPLES = 4, 30


def test_samples_that_choose_their_shares_have_the_moments_of_each():
    rng = np.random.default_rng(7)
    n = rng.poisson(1.5, (25, 3)).astype(float)
    n[0] = 1
    level, cluster = np.nonzero(n.T)
    size = n[cluster, level]
    shares = []
    for j in range(3):
        power = size[level == j][:, None] ** np.linspace(0, 1, N_SETS)
        shares.append(power / power.sum(axis=0))
    chosen = {j: rng.integers(0, N_SETS, N_SAMPLES) for j in range(3)}
    deviation = rng.normal(size=(len(level), N_SAMPLES))
    working = rng.uniform(0.1, 1, (3, N_SAMPLES))
    variance, df = level_errors((cluster, level), shares, PAIRS).moments(deviation, working, chosen)
    assert variance.shape == df.shape == (3, N_SAMPLES)
    for i in range(N_SAMPLES):
        share = np.concatenate([shares[j][:, chosen[j][i]] for j in range(3)])
        precision, mean = np.zeros((2, *n.shape))
        precision[cluster, level] = share / working[level, i]
        mean[cluster, level] = deviation[:, i]
        alone = level_regression(precision, PAIRS)
        residual = mean[precision > 0] * np.sqrt(precision[precision > 0])
        squared = alone.cr2_variance(residual[:, None])[:, 0]
        assert variance[:, i] == pytest.approx(squared, rel=1e-12)
        assert df[:, i] == pytest.approx(alone.df, rel=1e-9)
    # the sets are not all alike, so that a wrong one would be seen
    assert len(np.unique(df[0].round(6))) > N_SETS
