"""Pairs with clustered rows: R's CR2, statsmodels, closed forms, and error rates under the null."""

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm
from base_sums import FACTORS, cells_of, mean_differences, sums_of
from scipy import stats

from analysis_py.statistics.clustered.regression import clustered_regression
from analysis_py.statistics.dependence.clustered_pairs import METHODS, fit_cluster_robust
from analysis_py.statistics.numerics.contrast_tests import holm

#: Closed forms against clubSandwich, relative.
TOLERANCE = 1e-9
#: Interval ends, in percent: two libraries' quantiles of t with broken degrees of freedom.
CI_TOLERANCE = 1e-7


def clustered_null(rng, icc=0.5):
    """Return labels, levels and responses: two levels of one mean, mostly one per cluster."""
    sizes = rng.permutation([1] * 20 + [2, 3, 4, 5, 6] * 3 + [15, 20, 25, 30, 40])
    labels = np.repeat(np.arange(len(sizes)), sizes)
    of_cluster = rng.permutation(np.arange(len(sizes)) % 2)
    moved = rng.random(len(labels)) < 0.1
    levels = np.where(moved, 1 - of_cluster[labels], of_cluster[labels])
    effect = rng.normal(0, np.sqrt(icc), len(sizes))
    return labels, levels, effect[labels] + rng.normal(0, np.sqrt(1 - icc), len(labels))


@pytest.mark.parametrize("benchmark", ["arc", "truthfulqa"])
@pytest.mark.parametrize("factor", FACTORS)
def test_pairs_match_clubsandwich(folder, rows, benchmark, factor):
    expected = pl.read_csv(folder / "pairs.csv").filter(
        (pl.col("benchmark") == benchmark) & (pl.col("factor") == factor)
    )
    fit = fit_cluster_robust(sums_of(rows, factor, benchmark), 80, 1)
    pairs = fit.explode("pairs").select("pairs").unnest("pairs")
    pairs = pairs.filter((pl.col("status") == "ok") & (pl.col("method") == "cr2"))
    assert pairs.height == expected.height > 0
    pairs = pairs.with_columns(p_adjusted=pl.Series(holm(pairs["p_value"].to_list())))
    ours = {(row["group_a"], row["group_b"]): row for row in pairs.to_dicts()}
    for row in expected.to_dicts():
        pair = ours[(row["group_a"], row["group_b"])]
        for name in ("estimate", "std_error_naive", "std_error", "df_den"):
            assert pair[name] == pytest.approx(row[name], rel=TOLERANCE, abs=1e-11)
        for name in ("p_value", "p_adjusted"):
            assert pair[name] == pytest.approx(row[name], abs=1e-8)
        for name in ("ci_low", "ci_high"):
            assert pair[name] == pytest.approx(row[name], abs=CI_TOLERANCE)


def test_the_warehouse_matches_clubsandwich(warehouse, folder):
    expected = pl.read_csv(folder / "pairs.csv").filter(pl.col("factor") == "training_type")
    for row in expected.to_dicts():
        found = warehouse.sql(
            "from statistics.stat_cluster_robust where cohort_id = 'paper_2024_01' "
            "and method = 'cr2' and benchmark_id = ? and factor = ? "
            "and group_a = ? and group_b = ?",
            params=[row["benchmark"], row["factor"], row["group_a"], row["group_b"]],
        ).pl()
        assert found["std_error"].item() == pytest.approx(row["std_error"], rel=TOLERANCE)
        assert found["df_den"].item() == pytest.approx(row["df_den"], rel=TOLERANCE)
        assert found["p_value"].item() == pytest.approx(row["p_value"], abs=1e-8)
    assert expected.height == 20


def test_equal_shares_scale_statsmodels_covariance():
    """Where every cluster has the share h of its level, CR2 is the plain sandwich ÷ (1 − h)."""
    rng = np.random.default_rng(5)
    labels = np.repeat(np.arange(10), 12)
    levels = np.tile([0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2], 10)
    y = rng.normal(size=120) + rng.normal(size=10)[labels]
    fit = mean_differences(*cells_of(labels, levels, y), [(0, 1), (0, 2), (1, 2)])
    ols = sm.OLS(y, np.eye(3)[levels]).fit(
        cov_type="cluster",
        cov_kwds={"groups": labels, "use_correction": False},
    )
    contrasts = np.array([[1, -1, 0], [1, 0, -1], [0, 1, -1]])
    sandwich = np.sqrt(np.diag(contrasts @ ols.cov_params() @ contrasts.T))
    np.testing.assert_allclose(fit.std_error, sandwich / np.sqrt(1 - 1 / 10), rtol=1e-12)
    np.testing.assert_allclose(fit.estimate, contrasts @ ols.params, rtol=1e-12)
    # clusters are then replicates of one another: exactly 10 − 1 degrees of freedom
    np.testing.assert_allclose(fit.df, 9, rtol=1e-12)


def test_rows_that_are_their_own_clusters_give_welch():
    rng = np.random.default_rng(6)
    y = rng.normal(size=30) * np.repeat([1.0, 4.0], [12, 18])
    levels = np.repeat([0, 1], [12, 18])
    fit = mean_differences(*cells_of(np.arange(30), levels, y), [(0, 1)])
    a, b = y[levels == 0], y[levels == 1]
    welch = np.sqrt(a.var(ddof=1) / 12 + b.var(ddof=1) / 18)
    assert fit.std_error[0] == pytest.approx(welch, rel=1e-12)
    pooled = stats.ttest_ind(a, b)
    assert fit.estimate[0] / fit.std_error_naive[0] == pytest.approx(pooled.statistic, rel=1e-12)
    assert fit.df_naive == pooled.df


def test_cells_give_what_their_rows_give():
    rng = np.random.default_rng(8)
    n_cells = 60
    x = np.column_stack([np.ones(n_cells), rng.normal(size=n_cells), rng.random(n_cells) < 0.4])
    clusters = rng.integers(0, 15, n_cells)
    n_obs = rng.integers(1, 6, n_cells)
    cell = np.repeat(np.arange(n_cells), n_obs)
    y = rng.normal(size=len(cell)) + rng.normal(size=15)[clusters[cell]]
    mean = np.bincount(cell, y) / n_obs
    contrasts = np.array([[0, 1, 0], [0, 0, 1], [1, 0.5, 0.5]])
    sum_squares = float(((y - mean[cell]) ** 2).sum())
    of_cells = clustered_regression(x, n_obs, clusters, contrasts).contrasts(mean, sum_squares)
    of_rows = clustered_regression(x[cell], np.ones(len(y)), clusters[cell], contrasts).contrasts(
        y, 0.0
    )
    for name in ("estimate", "std_error", "df", "std_error_naive"):
        np.testing.assert_allclose(getattr(of_cells, name), getattr(of_rows, name), rtol=1e-9)
    assert of_cells.df_naive == of_rows.df_naive == len(y) - 3


def test_contrast_that_the_data_do_not_determine_is_missing():
    x = np.array([[1.0, 0, 0], [1, 0, 0], [0, 1, 1], [0, 1, 1], [0, 1, 1]])
    fit = clustered_regression(
        x, np.ones(5), np.arange(5), np.array([[0, 1, 0], [-1, 1, 1]])
    ).contrasts(np.arange(5.0), 0.0)
    assert np.isnan([fit.estimate[0], fit.std_error[0], fit.df[0]]).all()
    assert fit.estimate[1] == pytest.approx(2.5)
    assert fit.df_naive == 3


def test_clustered_rows_break_the_naive_test_and_not_the_robust_one():
    """No difference, 5 % level. 1,000 samples put three standard errors at 0.021."""
    rng = np.random.default_rng(20240112)
    naive, robust = 0, 0
    for _ in range(1000):
        fit = mean_differences(*cells_of(*clustered_null(rng)), [(0, 1)])
        t = abs(fit.estimate[0])
        naive += 2 * stats.t.sf(t / fit.std_error_naive[0], fit.df_naive) < 0.05
        robust += 2 * stats.t.sf(t / fit.std_error[0], fit.df[0]) < 0.05
    assert naive / 1000 > 0.3
    assert 0.02 <= robust / 1000 <= 0.07


def test_every_pair_of_tested_levels_comes_out_with_a_reason():
    sums = pl.DataFrame(
        {
            "cohort_id": "c",
            "benchmark_id": "b",
            "factor": "parameter_range",
            "level": ["small", "small", "small", "large", "lone", "empty", "large", "unknown"],
            "level_order": [1, 1, 1, 2, 3, 4, 2, 99],
            "is_tested": [True] * 7 + [False],
            "base_family": ["p", "q", "r", "q", "s", "s", "t", "u"],
            "n_obs": [3, 2, 1, 2, 5, 0, 3, 9],
            "total_units": [3_000_000, 5_000_000, 2_500_000, 9_000_000, 7_000_000, 0, 1, 9],
            "sum_squares": [1.0, 1.0, 0.0, 0.5, 1.0, 0.0, 2.0, 1.0],
        }
    )
    lone, none = "a group lies in one base family", "a group has no observation"
    expected = {
        ("small", "large"): "ok",
        **dict.fromkeys([("small", "lone"), ("large", "lone")], lone),
        **dict.fromkeys([("small", "empty"), ("large", "empty"), ("lone", "empty")], none),
    }
    robust = fit_cluster_robust(sums, 80, 1)["pairs"].item().to_list()
    every = [[row for row in robust if row["method"] == method] for method in METHODS]
    for pairs in every:
        assert {(p["group_a"], p["group_b"]): p["status"] for p in pairs} == expected
        for pair in pairs:
            assert (pair["std_error"] is not None) == (pair["status"] == "ok")
            assert (pair["estimate"] is None) == ("no observation" in pair["status"])
    assert len(robust) == len(METHODS) * len(expected)
    assert robust[0]["warning"] == "fewer than 4 degrees of freedom"
    assert robust[1]["p_value_naive"] is not None
