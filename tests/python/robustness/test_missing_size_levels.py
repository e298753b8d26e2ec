"""t of comparisons of sizes where nothing differs, simulated from sums and from rows."""

import numpy as np
import pytest

from analysis_py.statistics.robustness.missing_size_levels import (
    draw_noise,
    icc_within,
    null_of_difference,
    null_of_slope,
)
from analysis_py.statistics.robustness.missing_sizes import clustered_difference, clustered_slope

ICC = 0.6


def design(rng):
    """Return the sizes and clusters of rows of which one cluster outweighs the others."""
    cluster = np.r_[np.zeros(60, dtype=int), rng.integers(1, 15, 60)]
    size = np.where(cluster % 3 == 0, 0.0, np.where(cluster % 3 == 1, 1.0, 3.0))
    return size, cluster


def drawn(rng, cluster):
    effect = np.sqrt(ICC) * rng.standard_normal(int(cluster.max()) + 1)
    return effect[cluster] + np.sqrt(1 - ICC) * rng.standard_normal(len(cluster))


@pytest.mark.simulation
def test_simulated_t_is_that_of_rows():
    """Quantiles of 4,000 samples each; three standard errors of a share are 0.011 at one half."""
    rng = np.random.default_rng(20240112)
    size, cluster = design(rng)
    noise = draw_noise(size, cluster, 8000, 1)
    is_a, is_b = size == 0, size == 1
    by_sums = {
        "difference": null_of_difference(is_a, is_b, cluster, ICC, noise).choosing,
        "slope": null_of_slope(size, cluster, ICC, noise).choosing,
    }
    by_rows = {"difference": [], "slope": []}
    for _ in range(4000):
        score = drawn(rng, cluster)
        for name, (estimate, variance) in (
            ("difference", clustered_difference(score, is_a, is_b, cluster)),
            ("slope", clustered_slope(score, size, cluster)),
        ):
            by_rows[name].append(abs(estimate) / np.sqrt(variance))
    for name, t in by_sums.items():
        for share in (0.5, 0.8, 0.95):
            limit = np.quantile(t, share)
            error = np.sqrt(2 * share * (1 - share) / 4000)
            assert np.mean(np.array(by_rows[name]) <= limit) == pytest.approx(share, abs=4 * error)


@pytest.mark.simulation
def test_the_calibrated_test_holds_its_level_where_the_plain_one_does_not():
    size, cluster = design(np.random.default_rng(3))
    null = null_of_difference(
        size == 0, size == 1, cluster, ICC, draw_noise(size, cluster, 8000, 1)
    )
    df = min(len(np.unique(cluster[size == of])) for of in (0.0, 1.0)) - 1
    assert null.size(df, 0.05) > 0.08
    assert null.type1_error_calibrated(0.05) == pytest.approx(0.05, abs=0.015)


def test_a_p_value_counts_the_comparison_itself():
    size, cluster = design(np.random.default_rng(3))
    null = null_of_slope(size, cluster, ICC, draw_noise(size, cluster, 198, 1))
    assert null.p_value(1e9) == pytest.approx(1 / 100)
    assert null.p_value(0.0) == 1.0
    assert null.p_value(-2.0) == null.p_value(2.0)


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
