"""Comparisons that hold their level: simulated samples beside fits of each, rates beside rows."""

import numpy as np
import polars as pl
import pytest
from family_sums import DESIGN, cells_of, one_sample, sums_of

from analysis_py.statistics.clustered.calibration import calibrate
from analysis_py.statistics.clustered.null_model import (
    clustered_null,
    draw_noise,
)
from analysis_py.statistics.dependence.clustered_pairs import effective_clusters, fit_cluster_robust
from analysis_py.statistics.dependence.factor_levels import level_regression
from analysis_py.statistics.dependence.mixed_means import own_differences
from analysis_py.statistics.dependence.simulated_means import simulated_means

PAIRS = [(0, 1), (0, 2), (1, 2)]
ICC = 0.6


def test_samples_are_fitted_as_each_by_itself():
    """Plain means to rounding; mixed ones as near as a grid of shares to the optimum."""
    design, noise = simulated_means(DESIGN, PAIRS), draw_noise(64, 200, 3)
    null = clustered_null(design.size, design.cluster, ICC)
    estimate, variance = design.sample(null, noise)
    of_cell = (null.loading @ noise.for_null(null)).astype(float)
    n = DESIGN.astype(float)
    regression = level_regression(n, PAIRS)
    near = []
    for i in range(200):
        mean = np.zeros(n.shape)
        mean[design.cluster, design.level] = of_cell[:, i]
        fit = regression.fit(mean[n > 0][:, None])
        np.testing.assert_allclose(estimate[:3, i], fit.estimate[:, 0], rtol=2e-4, atol=2e-5)
        cr2 = regression.cr2_variance(fit.residual)[:, 0]
        np.testing.assert_allclose(variance[:3, i], cr2, rtol=2e-3)
        squares = np.zeros(3)
        for j in range(3):
            df = n[:, j].sum() - (n[:, j] > 0).sum()
            squares[j] = (1 - ICC) * noise.chi_squared(df, j)[i]
        own = own_differences(n, mean, squares, PAIRS)
        near.append(
            np.abs(estimate[3:, i] / np.sqrt(variance[3:, i]) - own.estimate / own.std_error)
        )
    assert np.median(near) < 0.02
    assert np.quantile(near, 0.95) < 0.3


@pytest.mark.simulation
def test_calibrated_rates_are_those_of_rows():
    """1,500 samples of rows, each fitted by itself: 3.5 standard errors of the difference."""
    rng = np.random.default_rng(7)
    design = simulated_means(DESIGN, PAIRS)
    noise = draw_noise(64, 8000, 1)
    df = np.r_[level_regression(DESIGN, PAIRS).df, [np.nan] * 3]
    null = clustered_null(design.size, design.cluster, ICC)
    found = calibrate({"intercept": design.sample(null, noise)}, 0.05, df, 0.5)
    rejected, n_samples = np.zeros((2, 3)), 1500
    for _ in range(n_samples):
        n, mean, _ = cells_of(*(rows := one_sample(rng, DESIGN, ICC)))
        squares = np.bincount(rows[1], weights=(rows[2] - mean[rows[0], rows[1]]) ** 2)
        own = own_differences(n, mean, squares, PAIRS)
        for k, shift in enumerate((0.0, 0.5)):
            far = np.abs(own.estimate + shift) > found.critical_t[3:] * own.std_error
            rejected[k] += far
    for count, ours in zip(rejected, (found.type1_error_calibrated, found.power), strict=True):
        error = np.sqrt(ours[3:] * (1 - ours[3:]) * (1 / n_samples + 2 / 4000))
        assert (np.abs(count / n_samples - ours[3:]) < 3.5 * error).all()
    # plain means are decided by one cluster, and Student's limit is missed
    assert found.type1_error[:3].max() > 0.08
    assert np.abs(found.type1_error_calibrated - 0.05).max() < 0.02
    assert (found.power[3:] > found.power[:3]).all()


def test_the_worst_null_counts():
    """Twice the clusters alike: their errors are larger than the clusters tell."""
    n = np.kron([[1, 0], [0, 1]], np.full((12, 1), 4))
    design = simulated_means(n, [(0, 1)])
    cluster = design.cluster
    nulls = {
        "alone": clustered_null(design.size, cluster, 0.5),
        "by twos": clustered_null(design.size, cluster // 2, 0.5),
    }
    noise = draw_noise(96, 4000, 1)
    df = np.r_[level_regression(n, [(0, 1)]).df, np.nan]
    samples = {name: design.sample(null, noise) for name, null in nulls.items()}
    both = calibrate(samples, 0.05, df)
    alone = calibrate({"alone": samples["alone"]}, 0.05, df)
    assert both.null == ["by twos", None]
    assert both.null_calibrated == ["by twos"] * 2
    assert both.type1_error[0] > 0.1 > 0.07 > alone.type1_error[0]
    assert (both.critical_t > alone.critical_t).all()
    assert np.abs(both.type1_error_calibrated - 0.05).max() < 0.02


def test_a_comparison_depends_on_nothing_but_its_own_rows(rows):
    arc = sums_of(rows, "training_type", "arc")
    both = pl.concat([sums_of(rows, "architecture_family", "truthfulqa"), arc])
    alone = fit_cluster_robust(arc.sample(fraction=1, shuffle=True, seed=1), 80, 7)
    together = fit_cluster_robust(both, 80, 7).filter(pl.col("factor") == "training_type")
    assert alone.equals(together)


@pytest.mark.parametrize("confidence_level", [0.8, 0.95])
def test_the_tests_that_are_simulated_have_the_level_of_the_intervals(rows, confidence_level):
    sums = sums_of(rows, "training_type", "arc")
    fit = fit_cluster_robust(sums, 2000, 1, confidence_level).explode("pairs")
    pairs = fit.select("pairs").unnest("pairs").filter(method="mixed_cr2")
    assert pairs["type1_error"].mean() == pytest.approx(1 - confidence_level, rel=0.2)


def test_draws_that_calibrate_and_draws_that_certify_have_none_in_common():
    noise = draw_noise(50, 200, 3)
    for drawn in (noise.normal, noise.skewed):
        both = drawn[:, :100].ravel(), drawn[:, 100:].ravel()
        assert abs(np.corrcoef(*both)[0, 1]) < 4 / np.sqrt(5000)
    assert not (noise.uniform[:100] == noise.uniform[100:]).any()


def test_effective_clusters_are_the_clusters_where_these_are_alike():
    assert effective_clusters([[4, 0], [4, 0], [0, 3], [0, 3]]) == pytest.approx(4)
    # one large cluster on either side leaves two
    assert effective_clusters([[400, 0], [1, 0], [0, 1], [0, 400]]) == pytest.approx(2, abs=0.02)
    # a cluster with the same share of both sides adds nothing
    assert effective_clusters([[4, 2], [4, 0], [0, 2]]) == pytest.approx(2)
