"""One test of all levels: R's Wald statistic, its invariances, and error rates with uploaders."""

from itertools import combinations

import numpy as np
import polars as pl
import pytest
from family_sums import sums_of
from scipy import stats

from analysis_py.statistics.dependence.clustered_pairs import fit_cluster_robust
from analysis_py.statistics.dependence.factor_levels import base_family_levels, level_regression
from analysis_py.statistics.dependence.omnibus import wald_statistics


@pytest.mark.parametrize("benchmark", ["arc", "truthfulqa"])
@pytest.mark.parametrize("factor", ["training_type", "parameter_range"])
def test_the_pairs_give_the_wald_statistic_of_clubsandwich(folder, rows, benchmark, factor):
    (expected,) = (
        pl.read_csv(folder / "omnibus.csv").filter(benchmark=benchmark, factor=factor).rows()
    )
    (data,) = base_family_levels(sums_of(rows, factor, benchmark))
    some = data.select(data.repeated)
    pairs = list(combinations(range(len(some.levels)), 2))
    fit = level_regression(some.n_obs, pairs).contrasts(some.mean[some.n_obs > 0], some.sum_squares)
    found = wald_statistics(fit.estimate[:, None], fit.std_error[:, None] ** 2)
    assert len(some.levels) == expected[2]
    # the ridge is 1e-9 of the mean variance
    assert found[0] == pytest.approx(expected[3], rel=1e-6)


def grouped(rng, n_levels=3, n_clusters=24, n_uploaders=30, share=0.35, n_obs=400):
    """Return rows in clusters that two levels may share, by uploaders that cross all of them."""
    cluster = rng.integers(0, n_clusters, n_obs)
    level = (cluster + (rng.random(n_obs) < 0.2)) % n_levels
    uploader = rng.integers(0, n_uploaders, n_obs)
    score = np.sqrt(0.35) * rng.normal(size=n_clusters)[cluster]
    score += np.sqrt(share) * rng.normal(size=n_uploaders)[uploader]
    score += np.sqrt(0.65 - share) * rng.normal(size=n_obs)
    return cluster, level, 50 + 10 * score


def sums(cluster, level, score, unit="base family"):
    frame = {"group": level.astype(str), "base_family": cluster.astype(str), "score": score}
    found = sums_of(pl.DataFrame(frame), "group", "score")
    return found.with_columns(cluster_unit=pl.lit(unit))


def default_of(fit):
    pairs = fit.select("pairs").explode("pairs").unnest("pairs")
    return fit["omnibus"][0][0], pairs.filter(method="mixed_cr2")


@pytest.mark.simulation
def test_uploaders_across_families_do_not_make_groups_differ():
    """A third of the variance is the uploader's, which no null states: 150 samples of 400 rows."""
    rng = np.random.default_rng(11)
    told, different, n_samples = 0, np.zeros(3), 150
    for i in range(n_samples):
        omnibus, pairs = default_of(fit_cluster_robust(sums(*grouped(rng)), 400, i))
        told += omnibus["p_wald"] < 0.05
        different += pairs["p_value"].fill_null(1).to_numpy() < 0.05
    most = stats.binom.ppf(0.999, n_samples, 0.05)
    assert told <= most
    assert (different <= most).all()


@pytest.mark.parametrize(("n_generations", "is_tested"), [(3, False), (4, True)])
def test_architectures_are_tested_by_design_alone(n_generations, is_tested):
    """Four generations a side are always enough, and three never, whatever they score."""
    rng = np.random.default_rng(5)
    for spread in (0.01, 1.0, 30.0):
        cluster = np.repeat(np.arange(2 * n_generations), 5)
        level = (cluster >= n_generations).astype(int)
        score = 50 + 20 * level + spread * rng.normal(size=len(cluster))
        omnibus, pairs = default_of(
            fit_cluster_robust(sums(cluster, level, score, "model generation"), 200, 1)
        )
        assert (pairs["p_value"][0] is not None) == is_tested
        assert (omnibus["p_wald"] is not None) == is_tested
        if not is_tested:
            assert pairs["status"][0] == "fewer than four model generations on a side"
            assert omnibus["status"] == "fewer than four model generations in a group"
        _, of_families = default_of(fit_cluster_robust(sums(cluster, level, score), 200, 1))
        assert of_families["status"][0] == "ok"
