"""t of comparisons of sizes where nothing differs, simulated from cells and from rows."""

import numpy as np
import pytest

from analysis_py.statistics.clustered.calibration import calibrate, sample_regression
from analysis_py.statistics.clustered.null_model import clustered_null, draw_noise
from analysis_py.statistics.clustered.regression import clustered_regression
from analysis_py.statistics.robustness.missing_sizes.estimators import icc_within, size_regression

ICC = 0.6


def rows_of_one_large_cluster(rng):
    """Return the sizes and clusters of rows of which one cluster outweighs the others."""
    cluster = np.r_[np.zeros(60, dtype=int), rng.integers(1, 15, 60)]
    size = np.where(cluster % 3 == 0, 0.0, np.where(cluster % 3 == 1, 1.0, 3.0))
    return size, cluster


def drawn(rng, cluster):
    effect = np.sqrt(ICC) * rng.standard_normal(int(cluster.max()) + 1)
    return effect[cluster] + np.sqrt(1 - ICC) * rng.standard_normal(len(cluster))


def calibrated(x, cluster, n_simulations):
    regression = size_regression(x, cluster).regression
    null = clustered_null(regression.root_n**2, regression.clusters, ICC)
    sample, noise = sample_regression(regression), draw_noise(60, 2 * n_simulations, 1)
    return calibrate({"intercept": sample(null, noise)}, 0.05, regression.df)


@pytest.mark.simulation
def test_simulated_t_is_that_of_rows():
    """The 95 % quantile of 4,000 samples each."""
    rng = np.random.default_rng(20240112)
    size, cluster = rows_of_one_large_cluster(rng)
    used = {"difference": size < 2, "slope": np.ones(len(size), dtype=bool)}
    by_rows = {name: [] for name in used}
    for _ in range(4000):
        score = drawn(rng, cluster)
        for name, of in used.items():
            design = np.column_stack([np.ones(of.sum()), size[of]])
            fit = clustered_regression(
                design, np.ones(of.sum()), cluster[of], [[0.0, 1.0]]
            ).contrasts(score[of], 0.0)
            by_rows[name].append((fit.estimate[0] / fit.std_error[0]) ** 2)
    for name, of in used.items():
        limit = calibrated(size[of], cluster[of], 4000).critical_t[0] ** 2
        error = np.sqrt(2 * 0.95 * 0.05 / 4000)
        assert np.mean(np.array(by_rows[name]) <= limit) == pytest.approx(0.95, abs=4 * error)


@pytest.mark.simulation
def test_the_calibrated_test_holds_its_level_where_the_plain_one_does_not():
    size, cluster = rows_of_one_large_cluster(np.random.default_rng(3))
    found = calibrated(size[size < 2], cluster[size < 2], 4000)
    assert found.type1_error[0] > 0.08
    assert found.type1_error_calibrated[0] == pytest.approx(0.05, abs=0.015)


def test_the_share_between_clusters_is_that_of_the_scores():
    rng = np.random.default_rng(8)
    cluster = np.repeat(np.arange(400), 5)
    group = cluster % 2
    assert icc_within(drawn(rng, cluster) + 10 * group, group, cluster) == pytest.approx(
        ICC, abs=0.05
    )
    assert icc_within(rng.standard_normal(2000), group, cluster) < 0.05
    # one row per cluster tells nothing
    assert icc_within(np.arange(4.0), np.array([0, 0, 1, 1]), np.arange(4)) == 0.0
