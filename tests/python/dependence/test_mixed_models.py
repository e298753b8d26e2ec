"""Means and variance shares of mixed models: R, statsmodels, and the textbook's cases."""

import numpy as np
import polars as pl
import pytest
from family_sums import sums_of
from scipy import stats

from analysis_py.statistics.clustered.mixed import fit_crossed, fit_reml
from analysis_py.statistics.clustered.null_model import variance_shares
from analysis_py.statistics.dependence.factor_levels import base_family_levels, level_regression
from analysis_py.statistics.dependence.mixed_means import mixed_mean, own_differences

#: Closed forms of the same matrices, relative.
TOLERANCE = 1e-9
#: Two optimisers of one flat criterion: lme4 stops at about 1e-8 of the ratio of the variances.
REML_TOLERANCE = 1e-6
#: Of two variances at once: a criterion flat to 1e-10 leaves them this free.
CROSSED_TOLERANCE = 1e-4


def observed(rows, factor, benchmark):
    (data,) = base_family_levels(sums_of(rows, factor, benchmark))
    return data


def test_variance_shares_match_lme4(rows, folder):
    for row in pl.read_csv(folder / "variance_shares.csv").to_dicts():
        data = observed(rows, row["factor"], row["benchmark"])
        ours = variance_shares(data.n_obs, data.mean, data.sum_squares, data.generation)
        assert ours.icc == pytest.approx(row["icc"], rel=REML_TOLERANCE)
        for name in ("cluster", "cell"):
            close = pytest.approx(row[name], rel=CROSSED_TOLERANCE, abs=CROSSED_TOLERANCE)
            assert getattr(ours, name) == close


def test_generations_as_clusters_are_the_model_of_their_rows(rows):
    data = observed(rows, "training_type", "arc")
    coarser = np.arange(len(data.n_obs)) // 3
    ours = variance_shares(data.n_obs, data.mean, data.sum_squares, coarser)
    grouped = np.zeros((coarser.max() + 1, data.n_obs.shape[1]))
    np.add.at(grouped, coarser, data.n_obs)
    total = np.zeros_like(grouped)
    np.add.at(total, coarser, data.total / 1e6)
    mean = np.divide(total, grouped, out=np.zeros_like(total), where=grouped > 0)
    raw = data.sum_squares + np.nansum(data.n_obs * data.mean**2)
    fit = fit_crossed(grouped, mean, float(raw - (grouped * mean**2).sum()))
    assert ours.generation == pytest.approx(fit.icc, rel=CROSSED_TOLERANCE)
    assert ours.generation_cell == pytest.approx(fit.cell_share, rel=CROSSED_TOLERANCE)


@pytest.mark.parametrize("name", ["estimate", "std_error", "df_den", "p_value"])
def test_means_with_variances_of_their_own_and_cr2_match_clubsandwich(rows, folder, name):
    expected = pl.read_csv(folder / "mixed_cr2.csv")
    assert expected.height > 100
    for (benchmark, factor), of_factor in expected.group_by("benchmark", "factor"):
        data = observed(rows, factor, benchmark)
        pairs = [
            [data.levels.index(row["group_a"]), data.levels.index(row["group_b"])]
            for row in of_factor.to_dicts()
        ]
        ours = own_differences(data.n_obs, data.mean, data.level_squares, pairs)
        found = {
            "estimate": ours.estimate,
            "std_error": ours.std_error,
            "df_den": ours.df,
            "p_value": 2 * stats.t.sf(np.abs(ours.estimate / ours.std_error), ours.df),
        }
        np.testing.assert_allclose(found[name], of_factor[name], rtol=1e-5, atol=1e-5)


def test_means_with_variances_of_their_own_match_lme4(rows, folder):
    expected = pl.read_csv(folder / "mixed_means.csv")
    for row in expected.to_dicts():
        level = rows.filter(pl.col(row["factor"]) == row["level"])
        sums = sums_of(level, row["factor"], row["benchmark"])
        mean = sums["total_units"] / sums["n_obs"] / 1e6
        estimate, _ = mixed_mean(sums["n_obs"], mean, float(sums["sum_squares"].sum()))
        assert estimate == pytest.approx(row["estimate"], rel=REML_TOLERANCE)
    assert expected.height > 20


def test_degrees_of_freedom_of_imbens_and_kolesar_match_matrices_of_the_rows(rows, folder):
    expected = pl.read_csv(folder / "imbens_kolesar.csv")
    for row in expected.to_dicts():
        data = observed(rows, row["factor"], row["benchmark"])
        pair = [data.levels.index(row["group_a"]), data.levels.index(row["group_b"])]
        regression = level_regression(data.n_obs, [pair])
        df = regression.df_correlated([row["rho"] / row["sigma2"]])
        np.testing.assert_allclose(df[0, 0], row["df_den"], rtol=TOLERANCE)
    assert expected.height > 100


@pytest.mark.parametrize(
    ("n", "squares"),
    [
        (np.array([[1.0, 0], [0, 1], [1, 0], [0, 1]]), 0.0),
        (np.array([[3.0, 0], [0, 4]]), 5.0),
        (np.array([[3.0, 2], [1, 4]]), 0.0),
    ],
    ids=["a row per cluster", "a cluster per level", "no variance within"],
)
def test_variances_that_cannot_be_distinguished_are_no_model(n, squares):
    mean = np.arange(n.size).reshape(n.shape)
    assert fit_reml(n, mean, squares) is None
    assert fit_crossed(n, mean, squares) is None
    shares = variance_shares(n, mean, squares, np.arange(len(n)))
    assert (shares.icc, shares.cell, shares.std_dev) == (0, 0, None)
