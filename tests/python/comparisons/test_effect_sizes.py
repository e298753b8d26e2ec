"""Shares of variance and Hedges' g with their intervals, against R, and against the definitions."""

import mpmath
import numpy as np
import polars as pl
import pytest
from group_references import DATASETS, compared, scores, summarise
from scipy import special, stats

from analysis_py.statistics.comparisons.anova import one_way_anova
from analysis_py.statistics.comparisons.compare_groups import compare_groups
from analysis_py.statistics.comparisons.effect_sizes import hedges_g, variance_share_interval
from analysis_py.statistics.numerics.noncentral import (
    noncentrality_of_f,
    noncentrality_of_t,
)
from analysis_py.statistics.numerics.studentized_range import log_scale_density

#: R finds its roots within 1e-12, of a pf and pt that are good to about 1e-11.
R_TOLERANCE = 1e-7


def pooled(groups):
    """Return difference, pooled standard deviation and sizes of two groups."""
    a, b = groups
    squares = sum(((group - group.mean()) ** 2).sum() for group in groups)
    return a.mean() - b.mean(), np.sqrt(squares / (len(a) + len(b) - 2)), len(a), len(b)


@pytest.mark.parametrize("dataset", DATASETS)
def test_shares_are_what_their_definitions_and_r_say(dataset):
    groups = list(scores(dataset).values())
    anova = one_way_anova(*summarise(groups))
    expected = compared(dataset)["variance_shares"]
    assert anova.statistic == pytest.approx(expected["statistic"], rel=1e-9)
    ours = variance_share_interval(anova.statistic, anova.df_num, anova.df_den)
    wanted = [expected["ci_low"], expected["ci_high"]]
    assert ours == pytest.approx(wanted, rel=R_TOLERANCE, abs=R_TOLERANCE)
    everything = np.concatenate(groups)
    total = ((everything - everything.mean()) ** 2).sum()
    within = sum(((group - group.mean()) ** 2).sum() for group in groups)
    n, k = len(everything), len(groups)
    error = within / (n - k)
    assert anova.eta_squared == pytest.approx(1 - within / total, rel=1e-9)
    omega = (total - within - (k - 1) * error) / (total + error)
    assert anova.omega_squared == pytest.approx(omega, rel=1e-9)


@pytest.mark.parametrize("dataset", DATASETS)
def test_hedges_g_matches_r(dataset):
    groups = scores(dataset)
    checked = 0
    for wanted in compared(dataset)["pairs"]:
        two = pooled([groups[wanted["group_a"]], groups[wanted["group_b"]]])
        (g,), (low,), (high,) = hedges_g(*([value] for value in two))
        assert two[1] == pytest.approx(wanted["pooled_std_dev"], rel=1e-9)
        assert g == pytest.approx(wanted["g"], rel=1e-9)
        if wanted.get("g_low") is not None and wanted["g_low"] != "NA":
            assert low == pytest.approx(wanted["g_low"], abs=R_TOLERANCE)
            assert high == pytest.approx(wanted["g_high"], abs=R_TOLERANCE)
            checked += 1
    assert checked > 0 or dataset == "far_apart"


@pytest.mark.parametrize(
    ("statistic", "df"),
    [
        (60.0, 5e3),
        (-60.0, 5e3),
        (3.0, 1e9),
        (999.0, 1e6),
        (1001.0, 1e6),
        (11_000.0, 1e7),
        (11_000.0, 1e9),
    ],
)
def test_interval_of_many_rows_matches_the_integral(statistic, df):
    """R's pt stops at a noncentrality of 37.62; here the definition is integrated."""
    for probability in (0.025, 0.5, 0.975):
        (shift,) = noncentrality_of_t([statistic], [df], probability)
        u = np.linspace(-9, 9, 2001) / np.sqrt(2 * df)
        weight = np.exp(log_scale_density(u, df))
        chance = weight @ special.ndtr(statistic * np.exp(u) - shift) / weight.sum()
        assert chance == pytest.approx(probability, abs=1e-7)


@pytest.mark.parametrize(("statistic", "df_num"), [(1.5, 1000), (3.0, 1000), (3e3, 60), (30.0, 7)])
def test_share_interval_of_many_rows_matches_the_integral(statistic, df_num):
    """Of a thousand groups scipy has no probability far from the mean, where the search starts."""
    for probability in (0.025, 0.975):
        shift = noncentrality_of_f(statistic, df_num, 1e9, probability)
        u = np.linspace(-9, 9, 401) / np.sqrt(2e9)
        weight = np.exp(log_scale_density(u, 1e9))
        between = stats.ncx2.cdf(df_num * statistic * np.exp(2 * u), df_num, shift)
        assert weight @ between / weight.sum() == pytest.approx(probability, abs=1e-7)


@pytest.mark.parametrize("n", [2, 12, 7_169, 35_845, 500_000_000])
def test_the_correction_for_small_samples_has_its_digits(n):
    (g,), _, _ = hedges_g([1.0], [1.0], [n], [n])
    with mpmath.workdps(30):
        half = mpmath.mpf(n) - 1
        exact = mpmath.gammaprod([half], [half - 0.5]) / mpmath.sqrt(half)
    assert g == pytest.approx(float(exact), rel=1e-14)


def test_intervals_hold_the_true_value_as_often_as_they_say():
    rng = np.random.default_rng(2004)
    n, true, trials = 9, 0.8, 4000
    a = rng.normal(true, 1, (trials, n))
    b = rng.normal(0, 1, (trials, n))
    spread = np.sqrt((a.var(axis=1, ddof=1) + b.var(axis=1, ddof=1)) / 2)
    g, low, high = hedges_g(a.mean(axis=1) - b.mean(axis=1), spread, n, n)
    covered = ((low < true) & (true < high)).mean()
    # four binomial standard errors
    assert covered == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / trials))
    # without the correction the mean would be 0.8 × 1.05
    error = g.std() / np.sqrt(trials)
    assert g.mean() == pytest.approx(true, abs=4 * error)


def test_share_interval_holds_the_true_value_as_often_as_it_says():
    rng = np.random.default_rng(9)
    means, n, trials = np.array([0.0, 0.5, 1.0]), 12, 1500
    true = means.var() / (means.var() + 1)
    hits = 0
    for _ in range(trials):
        sample = rng.normal(means[:, None], 1, (3, n))
        anova = one_way_anova([n] * 3, sample.mean(axis=1), sample.std(axis=1, ddof=1))
        low, high = variance_share_interval(anova.statistic, anova.df_num, anova.df_den)
        hits += low <= true <= high
    assert hits / trials == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / trials))


def test_no_effect_has_an_interval_that_starts_at_zero():
    low, high = variance_share_interval(0.3, 4, 50)
    assert low == 0.0
    assert high > 0
    assert variance_share_interval(0.001, 4, 50) == (0.0, 0.0)
    assert noncentrality_of_f(0.0, 3, 10, 0.5) == 0.0


@pytest.mark.parametrize("df", [2.0, 100.0, 7000.0])
def test_noncentrality_of_a_very_large_t(df):
    """Groups of nearly equal scores must not stop a build; below and above, one curve."""
    below, above, far = noncentrality_of_t([9.999e3, 1.001e4, 1e9], df, 0.025) / [9.999, 10.01, 1e6]
    assert above == pytest.approx(below, rel=1e-5)
    assert far == pytest.approx(below, rel=1e-5)
    assert noncentrality_of_t([-1e9], df, 0.975) == pytest.approx([-far * 1e6], rel=1e-12)


def test_a_pair_without_a_spread_has_no_effect_size():
    """One row adds nothing to the spread; one degree of freedom has no correction."""
    levels = [("a", 1, 50.0, None), ("b", 2, 60.0, 1.0), ("c", 5, 55.0, 2.0), ("d", 3, 1.0, 0.0)]
    key = {"cohort_id": "c", "benchmark_id": "b", "factor": "f", "is_tested": True}
    names = ("level", "n_obs", "mean", "std_dev")
    rows = [key | dict(zip(names, row, strict=True), level_order=0) for row in levels]
    summaries = pl.DataFrame(rows)
    deviations = summaries.with_columns(mean_deviation=0.5, std_dev_deviation=0.1)
    (pairs,) = compare_groups(summaries, deviations).filter(method="classic")["pairs"]
    found = {(pair["group_a"], pair["group_b"]): pair for pair in pairs}
    none = [pair for pair, row in found.items() if row["hedges_g"] is None]
    assert none == [("a", "b"), ("a", "d")]
    assert found["b", "c"]["pooled_std_dev"] == pytest.approx(np.sqrt((1.0 + 4 * 4.0) / 5))
