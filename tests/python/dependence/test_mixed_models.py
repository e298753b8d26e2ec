"""Differences of means in mixed models: R, statsmodels, and the textbook's cases."""

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm
from base_sums import DESIGN, FACTORS, cells_of, one_sample, sums_of
from scipy import stats

from analysis_py.statistics.clustered.mixed import mixed_differences
from analysis_py.statistics.clustered.regression import level_regression
from analysis_py.statistics.dependence.clustered_pairs import fit_cluster_robust
from analysis_py.statistics.dependence.mixed_means import mixed_mean, own_differences

#: Closed forms of the same matrices, relative.
TOLERANCE = 1e-9
#: Two optimisers of one flat criterion: lme4 stops at about 1e-8 of the ratio of the variances.
REML_TOLERANCE = 1e-6


@pytest.fixture(scope="module")
def found(rows):
    sums = [sums_of(rows, level, score) for level in FACTORS for score in ("arc", "truthfulqa")]
    fit = fit_cluster_robust(pl.concat(sums), 199, 160, 1)
    return fit.explode("pairs").unnest("pairs")


def matched(found, expected, method):
    key = ["benchmark_id", "factor", "group_a", "group_b"]
    ours = found.filter((pl.col("method") == method) & (pl.col("status") == "ok"))
    both = ours.join(expected.rename({"benchmark": "benchmark_id"}), on=key, suffix="_r")
    assert both.height == expected.height == ours.height > 100
    return both


@pytest.mark.parametrize("name", ["estimate", "std_error", "df_den", "icc"])
def test_the_mixed_model_matches_pbkrtest(found, folder, name):
    both = matched(found, pl.read_csv(folder / "mixed.csv"), "mixed")
    ours, theirs = both[name].to_numpy(), both[f"{name}_r"].to_numpy()
    np.testing.assert_allclose(ours, theirs, rtol=REML_TOLERANCE, atol=REML_TOLERANCE)


@pytest.mark.parametrize("name", ["estimate", "std_error", "df_den", "p_value"])
def test_means_with_variances_of_their_own_and_cr2_match_clubsandwich(found, folder, name):
    expected = pl.read_csv(folder / "mixed_cr2.csv").rename({"benchmark": "benchmark_id"})
    ours = found.filter(pl.col("method") == "mixed_cr2")
    key = ["benchmark_id", "factor", "group_a", "group_b"]
    both = expected.join(ours, on=key, suffix="_ours")
    assert both.height == expected.height > 100
    np.testing.assert_allclose(both[f"{name}_ours"], both[name], rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(
    ("column", "name"), [("estimate", "estimate"), ("std_error", "std_error"), ("df_den", "df")]
)
def test_means_with_variances_of_their_own_match_pbkrtest(rows, folder, column, name):
    expected = pl.read_csv(folder / "mixed_means.csv")
    for row in expected.to_dicts():
        level = rows.filter(pl.col(row["factor"]) == row["level"])
        sums = sums_of(level, row["factor"], row["benchmark"])
        mean = sums["total_units"] / sums["n_obs"] / 1e6
        ours = mixed_mean(sums["n_obs"], mean, float(sums["sum_squares"].sum()))
        assert getattr(ours, name) == pytest.approx(row[column], rel=REML_TOLERANCE)
    assert expected.height > 20


def test_kenward_and_roger_are_near_satterthwaite(found, folder):
    """lmerTest takes the observed information, and leaves the standard error as it is."""
    both = matched(found, pl.read_csv(folder / "mixed.csv"), "mixed")
    ratio = (both["df_den"] / both["df_satterthwaite"]).to_numpy()
    assert 0.75 < ratio.min() <= ratio.max() < 1.25
    inflation = (both["std_error"] / both["std_error_satterthwaite"]).to_numpy()
    assert inflation.min() >= 1 - REML_TOLERANCE
    assert inflation.max() < 1.05


def test_degrees_of_freedom_of_imbens_and_kolesar_match_matrices_of_the_rows(found, folder):
    both = matched(found, pl.read_csv(folder / "imbens_kolesar.csv"), "cr2_ik")
    np.testing.assert_allclose(both["df_den"], both["df_den_r"], rtol=TOLERANCE)


def test_independent_rows_give_the_degrees_of_freedom_of_cr2(found):
    n = np.array([[3.0, 0], [2, 1], [0, 4], [1, 5], [2, 2]])
    regression = level_regression(n, [(0, 1)])
    np.testing.assert_allclose(regression.df_alike([0.0])[0], regression.df, rtol=TOLERANCE)


def test_the_mixed_model_matches_statsmodels():
    rng = np.random.default_rng(3)
    cluster, level, y = one_sample(rng, DESIGN, 0.5)
    n, mean, squares = cells_of(cluster, level, y)
    ours = mixed_differences(n, mean, squares, [(0, 1), (0, 2), (1, 2)])
    theirs = sm.MixedLM(y, np.eye(3)[level], groups=cluster).fit(reml=True)
    contrasts = np.array([[1, -1, 0], [1, 0, -1], [0, 1, -1]])
    np.testing.assert_allclose(ours.estimate, contrasts @ theirs.fe_params, atol=1e-4)
    between = float(np.asarray(theirs.cov_re)[0, 0])
    assert ours.icc == pytest.approx(between / (between + theirs.scale), abs=1e-4)
    # statsmodels does not allow for the variances being estimated
    plain = np.sqrt(np.diag(contrasts @ np.asarray(theirs.cov_params())[:3, :3] @ contrasts.T))
    assert (ours.std_error >= plain * (1 - 1e-4)).all()
    np.testing.assert_allclose(ours.std_error, plain, rtol=0.05)


def test_balanced_clusters_of_one_level_are_a_t_test_of_their_means():
    """The textbook case: Kenward and Roger's test is then exact, with clusters − 2 df."""
    rng = np.random.default_rng(4)
    n = np.zeros((12, 2))
    n[:6, 0] = n[6:, 1] = 5
    effect = rng.normal(0, 2, 12)
    mean = effect[:, None] + rng.normal(0, 0.4, (12, 2))
    ours = mixed_differences(n, mean, 48.0, [(0, 1)])
    expected = stats.ttest_ind(mean[:6, 0], mean[6:, 1])
    assert ours.estimate[0] / ours.std_error[0] == pytest.approx(expected.statistic, rel=1e-6)
    assert ours.df[0] == pytest.approx(10, rel=1e-6)


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
    assert mixed_differences(n, np.arange(n.size).reshape(n.shape), squares, [(0, 1)]) is None


def test_levels_that_share_families_are_compared_with_what_they_share():
    """A family that lifts all of its rows alike hides no difference between levels."""
    rng = np.random.default_rng(11)
    n = np.full((40, 2), 3.0)
    effect = rng.normal(0, 10, 40)
    mean = effect[:, None] + rng.normal(0, 1, (40, 2)) + [1.0, 0.0]
    own = own_differences(n, mean, np.full(2, 240.0), [(0, 1)])
    paired = mean[:, 0] - mean[:, 1]
    # families of one size weigh alike, and CR2 is then the error of paired means
    assert own.std_error_cr2[0] == pytest.approx(paired.std(ddof=1) / np.sqrt(40), rel=1e-9)
    assert own.std_error[0] > 5 * own.std_error_cr2[0]
