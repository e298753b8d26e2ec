"""Pairs with clustered rows: R's CR2, statsmodels, closed forms, and error rates under the null."""

import numpy as np
import polars as pl
import pytest
from family_sums import FACTORS, cells_of, mean_differences, sums_of
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
