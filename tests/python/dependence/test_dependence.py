"""Intra-class correlation and design effect: R, closed forms, and data of known correlation."""

import numpy as np
import polars as pl
import pytest
from sql_models import run_model

from analysis_py.statistics.dependence.icc import cannot_decompose, icc_anova, icc_reml

#: lme4 stops its search when the criterion is flat to about 1e-8, so its variances carry an error
#: of 1e-7; closed forms are held to more.
OPTIMUM_TOLERANCE = 1e-6
ROOT_TOLERANCE = 1e-9

ESTIMATORS = {"anova": icc_anova, "reml": icc_reml}


def clusters_of(frame, score):
    """Return size, mean and sum of squares of every base family."""
    return frame.group_by("base_family").agg(
        pl.len().alias("n_obs"),
        pl.col(score).mean().alias("mean"),
        ((pl.col(score) - pl.col(score).mean()) ** 2).sum().alias("sum_squares"),
    )


def dependence(clusters):
    """Return the row of the table of one cohort and benchmark."""
    families = clusters.with_columns(cohort_id=pl.lit("c"), benchmark_id=pl.lit("b"))
    (row,) = run_model("stat_dependence", int_base_family_scores_summed=families).to_dicts()
    return row


def clusters(sizes, mean, sum_squares):
    """Return clusters of such sizes and means; the first has all the squares."""
    families = [f"f{i:03}" for i in range(len(sizes))]
    squares = np.zeros(len(sizes))
    squares[0] = sum_squares
    columns = {"base_family": families, "n_obs": np.asarray(sizes), "mean": mean}
    return pl.DataFrame({**columns, "sum_squares": squares})


def simulate(rng, sizes, icc):
    """Return cluster means and the sum of squares within of normal data of variance 1."""
    effects = rng.normal(0, np.sqrt(icc), len(sizes))
    mean = effects + rng.normal(0, np.sqrt((1 - icc) / sizes))
    return mean, (1 - icc) * rng.chisquare(sizes.sum() - len(sizes))


@pytest.mark.parametrize("benchmark", ["arc", "truthfulqa"])
@pytest.mark.parametrize("method", ["anova", "reml"])
def test_estimates_match_r(folder, rows, benchmark, method):
    expected = pl.read_csv(folder / "icc.csv").row(
        by_predicate=(pl.col("benchmark") == benchmark) & (pl.col("method") == method), named=True
    )
    summed = clusters_of(rows, benchmark)
    found = ESTIMATORS[method](summed["n_obs"], summed["mean"], summed["sum_squares"].sum())
    searched = OPTIMUM_TOLERANCE if method == "reml" else ROOT_TOLERANCE
    assert found.icc == pytest.approx(expected["estimate"], rel=searched)
    for name in ("variance_between", "variance_within"):
        assert getattr(found, name) == pytest.approx(expected[name], rel=searched)
    if method == "anova":
        row = dependence(summed)
        for name in ("estimate", "ci_low", "ci_high", "variance_between", "variance_within"):
            assert row[name] == pytest.approx(expected[name], rel=ROOT_TOLERANCE)


def test_means_closer_than_chance_go_below_zero_by_the_analysis_of_variance_alone():
    sizes, mean = np.array([5, 5, 5, 5]), np.array([1.0, 1.01, 0.99, 1.0])
    anova, reml = (estimator(sizes, mean, 16.0) for estimator in ESTIMATORS.values())
    assert anova.icc < 0 == reml.icc
    assert dependence(clusters(sizes, mean, 16.0))["design_effect"] == 1


def test_intervals_cover_the_true_correlation():
    """Nominal 0.95; 400 samples put three standard errors at 0.033."""
    rng = np.random.default_rng(20240112)
    sizes = np.array([1] * 10 + [2] * 10 + [5] * 10 + [10] * 8 + [25] * 2)
    true = 0.5
    samples = pl.concat(
        clusters(sizes, *simulate(rng, sizes, true)).with_columns(
            cohort_id=pl.lit(f"c{i}"), benchmark_id=pl.lit("b")
        )
        for i in range(400)
    )
    found = run_model("stat_dependence", int_base_family_scores_summed=samples)
    covered = found.filter((pl.col("ci_low") <= true) & (true <= pl.col("ci_high"))).height
    assert abs(covered / 400 - 0.95) <= 0.04


def test_effective_numbers_are_those_of_the_covariance_matrix():
    """Of the plain mean and of the best weighted one, worked out from the covariances of rows."""
    n = [1, 2, 6, 30]
    row = dependence(clusters(n, [40.0, 52.0, 61.0, 47.0], 380.0))
    labels = np.repeat(np.arange(4), n)
    covariance = np.where(labels[:, None] == labels, row["estimate"], 0.0)
    np.fill_diagonal(covariance, 1.0)
    assert row["design_effect"] == pytest.approx(covariance.mean() * 39, rel=1e-12)
    assert row["kish_cluster_size"] == pytest.approx((1 + 4 + 36 + 900) / 39)
    best = np.linalg.inv(covariance).sum()
    assert row["n_effective_weighted"] == pytest.approx(best, rel=1e-9)
    assert row["n_effective"] < row["n_effective_weighted"] < 39


@pytest.mark.parametrize(
    ("n_obs", "sum_squares", "reason"),
    [
        ([], 0.0, "no observations"),
        ([9], 3.0, "one base family only"),
        ([1, 1, 1], 0.0, "no base family has two rows"),
        ([2, 3], 0.0, "no variance within base families"),
    ],
)
def test_what_cannot_be_decomposed_says_why(n_obs, sum_squares, reason):
    assert cannot_decompose(n_obs, sum_squares) == reason
    for estimator in ESTIMATORS.values():
        with pytest.raises(ValueError, match=reason):
            estimator(n_obs, np.zeros(len(n_obs)), sum_squares)
    if n_obs:
        row = dependence(clusters(n_obs, np.arange(float(len(n_obs))), sum_squares))
        assert (row["status"], row["estimate"], row["ci_low"]) == (reason, None, None)
        # single rows are worth themselves
        assert row["n_effective"] == (3 if max(n_obs) == 1 else None)


def test_every_cohort_and_benchmark_has_a_row(warehouse):
    expected = warehouse.sql(
        "select distinct cohort_id, benchmark_id "
        "from marts.bridge_cohort_evaluations join marts.fct_scores using (evaluation_id) "
        "semi join (from marts.dim_cohorts where statistics = 'all') using (cohort_id) "
        "anti join 'seeds/boards/narrow_benchmarks.csv' using (benchmark_id)"
    ).fetchall()
    found = warehouse.sql(
        "select cohort_id, benchmark_id from statistics.stat_dependence"
    ).fetchall()
    assert sorted(found) == sorted(expected)


def test_the_interval_of_clusters_of_hardly_two_rows_holds_the_estimate():
    """Three rows in two clusters: without a difference of means the estimate is -3."""
    for means in ([10.0, 10.0], [10.0, 10.5], [10.0, 40.0]):
        row = dependence(clusters([2, 1], means, 8.0))
        assert -3 - ROOT_TOLERANCE <= row["estimate"] <= 1
        assert row["ci_low"] <= row["estimate"] <= row["ci_high"]
