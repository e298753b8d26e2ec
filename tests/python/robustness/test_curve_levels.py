"""The test of a whole curve: refitted rows, closed forms, and rates under the null."""

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm
from scipy import stats
from specification_cells import TOLERANCE, cells_of, simulate

from analysis_py.statistics.clustered.regression import coefficient_regression, null_residual
from analysis_py.statistics.robustness.curve_test import (
    Design,
    draw_signs,
    median_test,
    null_scores,
    simulate_curves,
)
from analysis_py.statistics.robustness.specification_curve import fit_specification_curves


@pytest.fixture(scope="module")
def null_curves():
    """Decisions, p-values of curves: independent rows, and rows that share a family's shift."""
    rng = np.random.default_rng(20240112)
    curves = {}
    for spread in (0.0, 8.0):
        decisions, found = [], []
        for _ in range(400):
            rows = simulate(rng, spread=spread, noise=(6.0, 6.0))
            if spread:
                # sides follow base families, as fine-tunes do
                side = pl.col("base_family").str.slice(1).cast(pl.Int64) % 2 == 0
                rows = rows.with_columns(
                    side=pl.when(side).then(pl.lit("a")).otherwise(pl.lit("b")),
                )
            fit = fit_specification_curves(cells_of(rows), 199, 199, 1)
            found.append(fit.drop("specifications"))
            decisions.append(
                {
                    tuple(s["specification_id"].split("/")[4:]): s["decision"]
                    for s in fit["specifications"][0].to_list()
                }
            )
        curves[spread] = decisions, pl.concat(found)
    return curves


def rejected(decisions, key):
    return np.mean([d[key] != "not significant" for d in decisions])


@pytest.mark.simulation
@pytest.mark.parametrize(
    "key",
    [
        ("raw", "welch", "naive"),
        ("logit", "welch", "naive"),
        ("raw", "welch", "cr2"),
        ("log", "adjusted", "cr2"),
    ],
)
def test_independent_null_rows_are_significant_at_the_nominal_rate(null_curves, key):
    """5 % of 400; three standard errors are 0.033."""
    assert abs(rejected(null_curves[0.0][0], key) - 0.05) <= 0.033


@pytest.mark.simulation
def test_a_null_curve_is_significant_at_the_nominal_rate(null_curves):
    """All choices together: no more of them than 5 % are significant by design."""
    decisions = null_curves[0.0][0]
    share = np.mean([rejected(decisions, key) for key in decisions[0]])
    assert len(decisions[0]) == 22
    assert abs(share - 0.05) <= 0.033


@pytest.mark.simulation
def test_clustered_null_rows_break_the_naive_specifications_only(null_curves):
    decisions = null_curves[8.0][0]
    assert rejected(decisions, ("raw", "welch", "naive")) > 0.2
    assert rejected(decisions, ("raw", "welch", "cr2")) <= 0.05 + 0.033


@pytest.mark.simulation
@pytest.mark.parametrize("spread", [0.0, 8.0])
@pytest.mark.parametrize("name", ["p_value", "p_value_calibrated"])
def test_the_curve_as_a_whole_keeps_its_level(null_curves, spread, name):
    """Whether or not rows depend on each other."""
    rate = (null_curves[spread][1][name] <= 0.05).mean()
    assert abs(rate - 0.05) <= 0.033


@pytest.mark.simulation
def test_the_simulated_size_is_that_of_curves_of_rows(null_curves):
    for spread in (0.0, 8.0):
        found = null_curves[spread][1]
        rate = (found["p_value"] <= 0.05).mean()
        assert found["type1_error"].mean() == pytest.approx(rate, abs=0.033)


def one_estimate(rng, n_cells=40, n_clusters=9):
    """Return the scores of a fit on cells with a covariate, and its parts."""
    variable = (rng.random(n_cells) < 0.4).astype(float)
    covariates = np.column_stack([np.ones(n_cells), rng.normal(size=n_cells)])
    n_obs = rng.integers(1, 5, n_cells)
    clusters = rng.integers(0, n_clusters, n_cells)
    mean = (rng.normal(size=n_cells) + rng.normal(size=n_clusters)[clusters])[:, None]
    regression = coefficient_regression(variable, covariates, n_obs, clusters)
    residual = null_residual(regression, regression.fit(mean))
    design = Design("p", np.arange(n_cells), np.unique(clusters), regression)
    return null_scores(design, residual[:, 0]), variable, covariates, n_obs, mean[:, 0], clusters


def test_a_draw_is_a_regression_on_the_signs_of_the_null_residuals():
    """Each draw of the curve's bootstrap against statsmodels on refitted rows."""
    rng = np.random.default_rng(8)
    scores, variable, covariates, n_obs, mean, clusters = one_estimate(rng)
    signs = draw_signs(20, 9, 3)
    null = sm.WLS(mean, covariates, weights=n_obs).fit()
    design = np.column_stack([variable, covariates])

    def t_of(y):
        found = sm.WLS(y, design, weights=n_obs).fit(
            cov_type="cluster", cov_kwds={"groups": clusters, "use_correction": False}
        )
        return found.tvalues[0]

    assert scores.t == pytest.approx(t_of(mean), rel=TOLERANCE)
    drawn = scores.drawn_t(signs)
    for sign, t in zip(signs, drawn, strict=True):
        y = null.fittedvalues + sign[clusters] * null.resid
        assert t == pytest.approx(t_of(y), rel=1e-7)


def test_the_median_test_counts_draws_as_far_as_the_sample():
    scores, *_ = one_estimate(np.random.default_rng(9))
    signs = np.vstack([np.ones(9), -np.ones(9), draw_signs(7, 9, 1)])
    drawn = np.abs(scores.drawn_t(signs))
    expected = (1 + (drawn >= abs(scores.t) * (1 - 1e-9)).sum()) / 10
    assert median_test([scores], signs) == (pytest.approx(scores.t), expected)
    assert expected >= 3 / 10
    # a specification that shares an estimate with another is no new one
    assert median_test([scores, scores], signs) == median_test([scores], signs)
    assert set(np.unique(draw_signs(50, 9, 3))) == {-1.0, 1.0}


def test_simulated_curves_of_independent_rows_are_students_t():
    """Every row its own cluster: t of HC0 without a correction, of a bootstrap that knows it."""
    is_a = np.repeat([1.0, 0.0], 60)
    rows = np.arange(120)
    regression = coefficient_regression(is_a, np.ones((120, 1)), np.ones(120), rows)
    design = Design("p", rows, rows, regression)
    curves = simulate_curves([design, design], 0.5, 120, 4000, 1)
    assert curves.size(0.05) == pytest.approx(0.05, abs=3 * np.sqrt(2 * 0.05 * 0.95 / 4000))
    limit = stats.t.isf(0.025, 118) * np.sqrt(120 / 118)
    assert curves.p_value(limit) == pytest.approx(0.05, abs=3 * np.sqrt(0.05 * 0.95 / 4000))
    assert curves.p_value(1e9) == 1 / 4001
