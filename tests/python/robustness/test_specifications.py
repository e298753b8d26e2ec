"""Each specification from cells: scipy, statsmodels and R's clubSandwich."""

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm
from scipy import stats
from specification_cells import CELL, TOLERANCE, cells_of, specifications

from analysis_py.statistics.clustered.regression import (
    clustered_regression,
)

#: p-values of t with broken degrees of freedom, as for the other comparisons with clubSandwich.
P_TOLERANCE = 1e-8


@pytest.fixture(scope="module")
def found(rows):
    return specifications(cells_of(rows))


def scaled(rows, scale):
    score = rows["score"].to_numpy()
    if scale == "log":
        return np.log(score)
    if scale == "logit":
        return np.log((score + 0.5) / (100.5 - score))
    return np.maximum(score - 25, 0) / 0.75 if scale == "above_chance" else score


@pytest.mark.parametrize("scale", ["raw", "log", "logit", "above_chance"])
@pytest.mark.parametrize(("test", "equal_var"), [("pooled_t", True), ("welch", False)])
def test_differences_match_scipy(rows, found, scale, test, equal_var):
    y, is_a = scaled(rows, scale), (rows["side"] == "a").to_numpy()
    expected = stats.ttest_ind(y[is_a], y[~is_a], equal_var=equal_var)
    row = found[scale, test, "naive"]
    interval = expected.confidence_interval(0.95)
    assert row["statistic"] == pytest.approx(expected.statistic, rel=TOLERANCE)
    assert row["df_den"] == pytest.approx(expected.df, rel=TOLERANCE)
    assert row["p_value"] == pytest.approx(expected.pvalue, rel=1e-7)
    assert row["ci_low"] == pytest.approx(interval.low, rel=1e-7)
    assert row["ci_high"] == pytest.approx(interval.high, rel=1e-7)
    within = np.sqrt((y[is_a].var() * is_a.sum() + y[~is_a].var() * (~is_a).sum()) / (len(y) - 2))
    assert row["standardised_estimate"] == pytest.approx(row["estimate"] / within, rel=TOLERANCE)


def test_ranks_are_the_mann_whitney_test(rows, found):
    """The pooled t on ranks is a monotone function of z: z² = (N − 1) t² / (N − 2 + t²)."""
    y, is_a = rows["score"].to_numpy(), (rows["side"] == "a").to_numpy()
    row = found["rank", "rank", "naive"]
    expected = stats.mannwhitneyu(y[is_a], y[~is_a], method="asymptotic", use_continuity=False)
    n, t = len(y), row["statistic"]
    z = np.sqrt((n - 1) * t**2 / (n - 2 + t**2))
    assert 2 * stats.norm.sf(z) == pytest.approx(expected.pvalue, rel=1e-7)
    delta = 2 * expected.statistic / (is_a.sum() * (~is_a).sum()) - 1
    assert row["estimate"] == pytest.approx(delta, rel=TOLERANCE)


def adjusted_design(rows):
    size = np.log(rows["parameters_b"].to_numpy())
    z = (size - size.mean()) / size.std()
    family = rows["architecture_family"].to_numpy()
    dummies = [family == name for name in ("Llama", "Other")]
    is_a = rows["side"].to_numpy() == "a"
    return np.column_stack([is_a, np.ones(len(z)), z, z**2, z**3, *dummies]).astype(float)


@pytest.mark.parametrize("scale", ["raw", "logit"])
def test_adjusted_differences_match_statsmodels(rows, found, scale):
    ols = sm.OLS(scaled(rows, scale), adjusted_design(rows)).fit()
    row = found[scale, "adjusted", "naive"]
    assert row["estimate"] == pytest.approx(ols.params[0], rel=TOLERANCE)
    assert row["std_error"] == pytest.approx(ols.bse[0], rel=TOLERANCE)
    assert row["df_den"] == ols.df_resid
    assert row["p_value"] == pytest.approx(ols.pvalues[0], rel=1e-7)


@pytest.mark.parametrize("test", ["welch", "adjusted", "rank"])
def test_clustered_errors_match_matrices_of_the_rows(rows, found, test):
    design = adjusted_design(rows)
    design = design if test == "adjusted" else design[:, :2]
    rank = 2 * stats.rankdata(rows["score"]) / rows.height
    y = rank if test == "rank" else rows["score"].to_numpy()
    contrast = np.zeros((1, design.shape[1]))
    contrast[0, 0] = 1
    families = rows["base_family"].to_numpy()
    expected = clustered_regression(design, np.ones(len(y)), families, contrast).contrasts(y, 0.0)
    row = found["rank" if test == "rank" else "raw", test, "cr2"]
    assert row["estimate"] == pytest.approx(expected.estimate[0], rel=TOLERANCE)
    assert row["std_error"] == pytest.approx(expected.std_error[0], rel=TOLERANCE)
    assert row["df_den"] == pytest.approx(expected.df[0], rel=TOLERANCE)


def test_clustered_differences_match_clubsandwich(project):
    """R compared all types at once; a pair's CR2 knows of no other level."""
    folder = project / "tests/reference/dependence"
    data = pl.read_csv(folder / "rows.csv", infer_schema_length=None)
    expected = pl.read_csv(folder / "pairs.csv").filter(
        (pl.col("factor") == "training_type")
        & (pl.col("group_a") == "fine-tuned")
        & (pl.col("group_b") == "instruction-tuned")
    )
    assert expected.height == 2
    pair = data.filter(pl.col("training_type").is_in(["fine-tuned", "instruction-tuned"]))
    for row in expected.to_dicts():
        rows = pair.select(
            pl.when(pl.col("training_type") == "fine-tuned")
            .then(pl.lit("b"))
            .otherwise(pl.lit("a"))
            .alias("side"),
            *CELL[1:],
            pl.col(row["benchmark"]).alias("score"),
        )
        ours = specifications(cells_of(rows))["raw", "welch", "cr2"]
        assert ours["estimate"] == pytest.approx(-row["estimate"], rel=TOLERANCE)
        assert ours["std_error"] == pytest.approx(row["std_error"], rel=TOLERANCE)
        assert ours["df_den"] == pytest.approx(row["df_den"], rel=TOLERANCE)
        assert ours["p_value"] == pytest.approx(row["p_value"], abs=P_TOLERANCE)


def test_slopes_match_statsmodels_and_spearman(rows):
    found = specifications(cells_of(rows, "slope", "parameter_range"))
    x, y = np.log2(rows["parameters_b"].to_numpy()), rows["score"].to_numpy()
    line = stats.linregress(x, y)
    row = found["raw", "pooled_t", "naive"]
    assert row["estimate"] == pytest.approx(line.slope, rel=TOLERANCE)
    assert row["std_error"] == pytest.approx(line.stderr, rel=TOLERANCE)
    assert row["standardised_estimate"] == pytest.approx(line.rvalue, rel=TOLERANCE)
    hc2 = sm.OLS(y, sm.add_constant(x)).fit(cov_type="HC2")
    assert found["raw", "welch", "naive"]["std_error"] == pytest.approx(hc2.bse[1], rel=TOLERANCE)
    by_row = clustered_regression(
        sm.add_constant(x), np.ones(len(y)), np.arange(len(y)), [[0, 1]]
    ).contrasts(y, 0.0)
    assert found["raw", "welch", "naive"]["df_den"] == pytest.approx(by_row.df[0], rel=TOLERANCE)
    rho = stats.spearmanr(x, y)
    row = found["rank", "rank", "naive"]
    assert row["standardised_estimate"] == pytest.approx(rho.statistic, rel=TOLERANCE)
    assert row["p_value"] == pytest.approx(rho.pvalue, rel=1e-7)
