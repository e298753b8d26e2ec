"""Comparisons that hold their level: R, statsmodels, whole bootstraps and simulations."""

from itertools import product

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm
from scipy import special, stats

from analysis_py.dependence import imbens_kolesar
from analysis_py.dependence.clustered_pairs import METHODS, fit_cluster_robust
from analysis_py.dependence.mixed import mixed_differences
from analysis_py.dependence.mixed_means import mixed_mean, own_differences
from analysis_py.dependence.robust import mean_differences
from analysis_py.dependence.sampled_design import sampled_design
from analysis_py.dependence.samples import draw_noise
from analysis_py.dependence.simulated import EFFECT, rounded_icc, simulate_rates
from analysis_py.dependence.wild import (
    draw_weights,
    drawn_squared_t,
    effective_clusters,
    squared_t,
    two_means,
    wild_test,
)

#: Closed forms of the same matrices, relative.
TOLERANCE = 1e-9
#: Two optimisers of one flat criterion: lme4 stops at about 1e-8 of the ratio of the variances.
REML_TOLERANCE = 1e-6
FACTORS = ["training_type", "parameter_range", "architecture_family"]


@pytest.fixture(scope="module")
def folder(project):
    return project / "tests/reference/dependence"


@pytest.fixture(scope="module")
def rows(folder):
    return pl.read_csv(folder / "rows.csv", infer_schema_length=None)


def sums_of(rows, level, score):
    """Sum rows as int_base_family_levels_summed does."""
    return (
        rows.filter(pl.col(level).is_not_null())
        .group_by(pl.col(level).alias("level"), "base_family")
        .agg(
            pl.len().cast(pl.Int64).alias("n_obs"),
            (pl.col(score) * 1e6).round().cast(pl.Int64).sum().alias("total_units"),
            ((pl.col(score) - pl.col(score).mean()) ** 2).sum().alias("sum_squares"),
        )
        .with_columns(
            cohort_id=pl.lit("c"),
            benchmark_id=pl.lit(score),
            factor=pl.lit(level),
            level_order=pl.lit(0),
            is_tested=pl.lit(True),
        )
    )


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
    expected = mean_differences(n, np.zeros(n.shape), 1.0, [(0, 1)]).df
    ours = imbens_kolesar.degrees_of_freedom(imbens_kolesar.moments(n, [(0, 1)]), np.zeros(1))
    np.testing.assert_allclose(ours[0], expected, rtol=TOLERANCE)


def test_the_mixed_model_matches_statsmodels():
    rng = np.random.default_rng(3)
    cluster, level, y = one_sample(rng, DESIGN, 0.5)
    n, mean, squares = cells_of(cluster, level, y, DESIGN.shape)
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
def test_variances_that_cannot_be_told_apart_are_no_model(n, squares):
    assert mixed_differences(n, np.arange(n.size).reshape(n.shape), squares, [(0, 1)]) is None


def test_the_wild_bootstrap_matches_every_sample_of_r(folder):
    expected = pl.read_csv(folder / "wild.csv")
    data = pl.read_csv(folder / "wild_rows.csv")
    weights = np.array(list(product(np.sqrt([0.5, 1, 1.5]), repeat=5)))
    weights = np.concatenate([weights * signs for signs in product([-1, 1], repeat=5)])
    n, total = np.zeros((5, 2)), np.zeros((2, 5, 1))
    for cluster, in_a, y in data.iter_rows():
        n[cluster - 1, 1 - in_a] += 1
        total[1 - in_a, cluster - 1, 0] += y
    for row in expected.to_dicts():
        moved = total.copy()
        moved[0, :, 0] -= row["difference"] * n[:, 0]
        pair = two_means(n, moved)
        drawn = drawn_squared_t(pair, weights)[:, 0]
        assert len(weights) == row["n_samples"] == 6**5
        assert squared_t(pair)[0] == pytest.approx(row["squared_t"], rel=TOLERANCE)
        assert np.sqrt(drawn).mean() == pytest.approx(row["mean_root"], rel=TOLERANCE)
        assert (drawn >= row["squared_t"] * (1 - 1e-9)).sum() == row["n_as_far"]
    p_value, low, high = wild_test(two_means(n, total), weights, 0.95)
    assert p_value == (1 + expected["n_as_far"][0]) / (6**5 + 1)
    # the ends are where the same test begins to reject
    std_error = abs(
        (total[0].sum() / n[:, 0].sum() - total[1].sum() / n[:, 1].sum())
        / np.sqrt(expected["squared_t"][0])
    )
    for end, outward in ((low, -1), (high, 1)):
        for step, inside in ((-0.02, True), (0.02, False)):
            moved = total.copy()
            moved[0, :, 0] -= (end + outward * step * std_error) * n[:, 0]
            assert (wild_test(two_means(n, moved), weights, 0.95)[0] > 0.05) == inside


def test_effective_clusters_are_the_clusters_where_these_are_alike():
    assert effective_clusters([[4, 0], [4, 0], [0, 3], [0, 3]]) == pytest.approx(4)
    # one family with nearly all rows of its level leaves little more than one
    assert effective_clusters([[400, 0], [1, 0], [0, 1], [0, 400]]) == pytest.approx(2, abs=0.02)
    # a family with the same share of both levels adds nothing
    assert effective_clusters([[4, 2], [4, 0], [0, 2]]) == pytest.approx(2)


#: Three levels, few large clusters, one that has rows of two levels.
DESIGN = np.zeros((16, 3), dtype=int)
DESIGN[:7, 0] = [30, 1, 2, 1, 4, 1, 3]
DESIGN[6:11, 1] = [2, 20, 1, 1, 5]
DESIGN[11:, 2] = [3, 3, 4, 9, 1]


def one_sample(rng, design, icc):
    """Return clusters, levels and responses of rows, without a difference between levels."""
    cluster, level = (np.repeat(side, design[design > 0]) for side in np.nonzero(design))
    effect = rng.normal(0, np.sqrt(icc), len(design))
    return cluster, level, effect[cluster] + rng.normal(0, np.sqrt(1 - icc), len(cluster))


def cells_of(cluster, level, y, shape):
    n, total = np.zeros((2, *shape))
    np.add.at(n, (cluster, level), 1)
    np.add.at(total, (cluster, level), y)
    mean = np.divide(total, n, out=np.zeros(shape), where=n > 0)
    return n, mean, float(((y - mean[cluster, level]) ** 2).sum())


@pytest.fixture(scope="module")
def rates():
    pairs = [(0, 1), (0, 2), (1, 2)]
    return simulate_rates(sampled_design(DESIGN, pairs), 0.6, draw_noise(64, 8000, 20240112), 0.05)


def own_variances(n, mean, cluster, level, y, pairs):
    """Return differences of means of levels that are fitted one by one."""
    squares = np.bincount(level, weights=(y - mean[cluster, level]) ** 2, minlength=n.shape[1])
    return own_differences(n, mean, squares, pairs)


def inverse_number(rates, method, n_others=np.inf):
    """Return what the variance of a rate is divided by: samples, and ten sets of 99 draws."""
    return 1 / rates[method].n_simulations + 1 / n_others + (method == "wild") / 990


@pytest.mark.simulation
def test_simulated_rates_are_those_of_rows(rates):
    """1,500 samples of rows, each method on its own: 3.5 standard errors of the difference."""
    rng = np.random.default_rng(7)
    pairs = [(0, 1), (0, 2), (1, 2)]
    traces = imbens_kolesar.moments(DESIGN, pairs)
    rejected = {(method, shift): np.zeros(3) for method in METHODS for shift in (0.0, EFFECT)}
    n_samples = 1500
    for _ in range(n_samples):
        cluster, level, y = one_sample(rng, DESIGN, 0.6)
        n, mean, squares = cells_of(cluster, level, y, DESIGN.shape)
        robust = mean_differences(n, mean, squares, pairs)
        mixed = mixed_differences(n, mean, squares, pairs)
        of_level = np.where(n > 0, mean - (n * mean).sum(axis=0) / n.sum(axis=0), 0)
        ratio = imbens_kolesar.covariance_ratio(
            n.sum(axis=1),
            (n * of_level).sum(axis=1)[:, None],
            np.array([squares + (n * of_level**2).sum()]),
        )
        df = imbens_kolesar.degrees_of_freedom(traces, ratio)[:, 0]
        own = own_variances(n, mean, cluster, level, y, pairs)
        tests = {
            "cr2": (robust.estimate, robust.std_error, robust.df),
            "cr2_ik": (robust.estimate, robust.std_error, df),
            "mixed": (mixed.estimate, mixed.std_error, mixed.df),
            "mixed_own": (own.estimate, own.std_error, own.df),
            "mixed_cr2": (own.estimate, own.std_error_cr2, own.df_cr2),
        }
        for shift in (0.0, EFFECT):
            for method, (estimate, std_error, df_den) in tests.items():
                limit = std_error * special.stdtrit(df_den, 0.975)
                rejected[method, shift] += np.abs(estimate + shift) > limit
            for i, (a, b) in enumerate(pairs):
                total = np.stack([n[:, a] * (mean[:, a] + shift), n[:, b] * mean[:, b]])
                used = (n[:, [a, b]] > 0).any(axis=1)
                pair = two_means(n[used][:, [a, b]], total[:, used, None])
                weights = draw_weights(int(used.sum()), 99, rng).T
                drawn = drawn_squared_t(pair, weights)
                rejected["wild", shift][i] += (drawn >= squared_t(pair)).sum() <= 4
    for (method, shift), count in rejected.items():
        ours = rates[method].power if shift else rates[method].size
        noise = np.sqrt(ours * (1 - ours) * inverse_number(rates, method, n_samples))
        assert (np.abs(count / n_samples - ours) < 3.5 * noise).all(), (method, shift)


@pytest.mark.simulation
def test_cr2_is_too_liberal_on_few_unequal_clusters_and_the_mixed_model_is_not(rates):
    assert rates["cr2"].size.max() > 0.08
    assert ((rates["mixed"].size > 0.04) & (rates["mixed"].size < 0.06)).all()
    assert (rates["mixed"].power > rates["cr2_ik"].power).all()


@pytest.mark.simulation
@pytest.mark.parametrize("icc", [0.0, 0.3, 0.9])
def test_independent_equal_clusters_hold_every_level(icc):
    """Sixteen clusters of three rows: a rate of 5 % of 4,000, of 400 for the bootstrap."""
    design = np.kron([[1, 0], [0, 1]], np.full((8, 1), 3))
    rates = simulate_rates(sampled_design(design, [(0, 1)]), icc, draw_noise(64, 4000, 5), 0.05)
    for method in METHODS:
        noise = np.sqrt(0.05 * 0.95 * inverse_number(rates, method))
        error = rates[method].size[0] - 0.05
        assert error < 3.5 * noise
        # where clusters do not differ, methods that estimate by how much are on the safe side
        assert error > -3.5 * noise or (icc == 0 and method not in ("cr2", "wild"))


def test_a_comparison_depends_on_nothing_but_its_own_rows(rows):
    arc = sums_of(rows, "training_type", "arc")
    both = pl.concat([sums_of(rows, "architecture_family", "truthfulqa"), arc])
    alone = fit_cluster_robust(arc.sample(fraction=1, shuffle=True, seed=1), 99, 80, 7)
    together = fit_cluster_robust(both, 99, 80, 7).filter(pl.col("factor") == "training_type")
    assert alone.equals(together)


@pytest.mark.parametrize("confidence_level", [0.8, 0.95])
def test_the_tests_that_are_simulated_have_the_level_of_the_intervals(rows, confidence_level):
    sums = sums_of(rows, "training_type", "arc")
    fit = fit_cluster_robust(sums, 19, 400, 1, confidence_level).explode("pairs").unnest("pairs")
    sizes = fit.filter(pl.col("method").is_in(["cr2_ik", "mixed", "mixed_cr2"]))["simulated_size"]
    # the methods that hold their level, on ten pairs
    assert sizes.mean() == pytest.approx(1 - confidence_level, rel=0.2)


def test_shares_are_rounded_for_the_simulation():
    assert [rounded_icc(x) for x in (0.0, 0.04, 0.26, 0.94, 0.97, 1.0)] == pytest.approx(
        [0, 0, 0.3, 0.9, 0.95, 0.95]
    )


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


def test_draws_that_choose_and_draws_that_certify_have_none_in_common():
    certifying, choosing = draw_noise(50, 100, 3), draw_noise(50, 100, 3, part=1)
    correlation = np.corrcoef(certifying.normal.ravel(), choosing.normal.ravel())[0, 1]
    assert abs(correlation) < 4 / np.sqrt(5000)
    assert not (certifying.uniform == choosing.uniform).any()


def test_defaults_hold_their_level_in_draws_that_did_not_choose_them(warehouse):
    """One row of each pair is the default; 95 in 100 of those with a test hold 3 to 7 %."""
    pairs, defaults, tested, share, not_testable = warehouse.sql(
        "with pairs as (select count(*) filter (is_default) as n_default, "
        "bool_or(status = 'ok' and is_default) as is_tested, "
        "bool_or(status like 'not testable%') as is_hopeless, "
        "coalesce(bool_or(holds_level and is_default), false) as holds "
        "from statistics.stat_cluster_robust "
        "group by cohort_id, benchmark_id, factor, group_a, group_b) "
        "select count(*), sum(n_default), count(*) filter (is_tested), "
        "avg(holds::integer) filter (is_tested), count(*) filter (is_hopeless) from pairs"
    ).fetchall()[0]
    assert defaults == pairs > 3000
    assert share >= 0.95
    assert 0 < not_testable < 0.06 * tested


def test_a_pair_that_no_method_can_test_has_no_p_value(warehouse):
    """Its default keeps the rate that says why, and every method errs too often or too rarely."""
    count, with_p, with_size, can = warehouse.sql(
        "select count(*), count(p_value) + count(ci_low) + count(p_adjusted), "
        "count(choosing_size), count(*) filter (exists (from statistics.stat_cluster_robust as r "
        "where r.cohort_id = d.cohort_id and r.benchmark_id = d.benchmark_id "
        "and r.factor = d.factor and r.group_a = d.group_a and r.group_b = d.group_b "
        "and r.choosing_size between 0.03 and 0.07 and r.status = 'ok')) "
        "from statistics.stat_cluster_robust as d where status like 'not testable%'"
    ).fetchall()[0]
    assert count > 0
    assert with_p == 0
    assert with_size > 0
    assert can == 0


def test_verdicts_on_pairs_rest_on_methods_that_hold_their_level(warehouse):
    """Each says how often its method errs at a nominal 5 %."""
    count, low, high = warehouse.sql(
        "select count(*), min(simulated_size), max(simulated_size) from claims.claim_verdicts "
        "where basis = 'sound_method' and verdict in ('supported', 'contradicted')"
        "and simulated_size is not null"
    ).fetchall()[0]
    assert count > 50
    assert 0.03 <= low <= high <= 0.07


def test_no_method_that_holds_its_level_and_sees_more_is_passed_over(warehouse):
    """Power is that of the method over the pairs of the factor in the cohort where it holds."""
    found = warehouse.sql(
        "with rated as (select *, sqrt(choosing_size * (1 - choosing_size) / n_simulations) as e, "
        "avg(choosing_power) filter (choosing_size between 0.03 and 0.07) "
        "over (partition by cohort_id, factor, method) as power "
        "from statistics.stat_cluster_robust), "
        "judged as (select *, choosing_size - e >= 0.03 and choosing_size + e <= 0.07 as surely "
        "from rated where status = 'ok') "
        "select count(*), count(*) filter (rival.power > mine.power), "
        "count(*) filter (not mine.surely) "
        "from judged as mine join judged as rival "
        "using (cohort_id, benchmark_id, factor, group_a, group_b) "
        "where mine.is_default and rival.surely"
    ).fetchall()[0]
    assert found[0] > 3000
    assert found[1:] == (0, 0)
