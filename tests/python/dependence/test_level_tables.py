"""The published pairs rest on tests that hold their level under the worst null."""

import polars as pl
import pytest


def test_one_row_of_each_pair_is_the_default(warehouse):
    pairs, defaults = warehouse.sql(
        "with pairs as (select count(*) filter (is_default) as n_default "
        "from statistics.stat_cluster_robust "
        "group by cohort_id, benchmark_id, factor, group_a, group_b) "
        "select count(*), count(*) filter (n_default = 1) from pairs"
    ).fetchall()[0]
    assert defaults == pairs > 3000


@pytest.mark.committed
def test_defaults_hold_their_level_under_the_worst_null_in_draws_of_the_other_half(warehouse):
    """95 in 100 of those that were simulated hold 3 to 7 %, and few are untestable."""
    simulated, share, not_testable, lowest = warehouse.sql(
        "select count(*), avg(holds_level::integer), "
        "count(*) filter (status like 'not testable%'), "
        "min(type1_error) filter (least(n_clusters_a, n_clusters_b) > 2) "
        "from statistics.stat_cluster_robust where is_default and type1_error is not null"
    ).fetchall()[0]
    assert share >= 0.95
    assert simulated > 1000
    assert not_testable < 0.08 * simulated
    # the critical value is lowered to what the worst null needs; signs of two clusters are few
    assert lowest > 0.015


def test_a_pair_that_is_not_testable_has_no_p_value(warehouse):
    """It keeps the rate that says why, and the null that gives it."""
    count, with_p, with_size, within = warehouse.sql(
        "select count(*), "
        "count(p_value) + count(ci_low) + count(p_adjusted) + count(is_significant), "
        "count(type1_error) filter (type1_error_null is not null), "
        "count(*) filter (type1_error between 0.03 and 0.07) "
        "from statistics.stat_cluster_robust where status like 'not testable%'"
    ).fetchall()[0]
    assert (with_p, with_size, within) == (0, count, 0)


def test_a_pair_of_architectures_needs_four_generations_on_either_side(warehouse):
    """Nothing else decides whether it is tested, and "Other" is no architecture."""
    rows = warehouse.sql(
        "select least(n_clusters_a, n_clusters_b) >= 4 as is_enough, status, cluster_unit, "
        "p_value, can_decide, is_significant, group_a, group_b "
        "from statistics.stat_cluster_robust where starts_with(factor, 'architecture') "
        "and n_a > 0 and n_b > 0 and is_default"
    ).pl()
    assert rows["cluster_unit"].unique().to_list() == ["model generation"]
    assert not (rows["group_a"].is_in(["Other"]) | rows["group_b"].is_in(["Other"])).any()
    few, enough = rows.filter(~pl.col("is_enough")), rows.filter("is_enough")
    assert few.height > enough.height > 0
    assert few["status"].unique().to_list() == ["fewer than four model generations on a side"]
    assert few["p_value"].is_null().all()
    assert not few["can_decide"].any()
    assert enough["status"].unique().to_list() == ["ok"]
    assert enough["can_decide"].all()
    assert enough["is_significant"].is_not_null().all()


def test_a_supported_pair_supports_the_omnibus(warehouse):
    """In every table; and where all groups are tested, the test says how often it errs."""
    tables, differing, open_ = warehouse.sql(
        "with pairs as (select cohort_id, benchmark_id, factor, bool_or(is_significant) as differs "
        "from statistics.stat_cluster_robust where is_default group by all) "
        "select count(*), count(*) filter (differs), "
        "count(*) filter (differs and not coalesce(p_value < 0.05, false)) "
        "from statistics.stat_cluster_omnibus join pairs using (cohort_id, benchmark_id, factor) "
        "where cluster_unit = 'base family'"
    ).fetchall()[0]
    assert tables > 50
    assert differing > 20
    assert open_ == 0
    low, high, missing = warehouse.sql(
        "select min(type1_error), max(type1_error), count(*) - count(type1_error) "
        "from statistics.stat_cluster_omnibus where status = 'ok'"
    ).fetchall()[0]
    # two halves of 2,000 samples put four standard errors at two points
    assert 0.03 <= low <= high <= 0.07
    assert missing == 0


def test_all_architectures_at_once_are_not_tested(warehouse):
    """Where one of them has fewer than four generations, which then have no variance to go by."""
    statuses = warehouse.sql(
        "select distinct status from statistics.stat_cluster_omnibus "
        "where starts_with(factor, 'architecture')"
    ).fetchall()
    assert statuses == [("fewer than four model generations in a group",)]


def test_what_is_not_significant_says_how_large_it_may_be(warehouse):
    """A difference as large is found four times out of five: it is no smaller than the interval."""
    count, missing, small = warehouse.sql(
        "select count(*), count(*) filter (minimum_detectable_difference is null), "
        "count(*) filter (minimum_detectable_difference <= critical_t * std_error) "
        "from statistics.stat_cluster_robust where status = 'ok'"
    ).fetchall()[0]
    assert count > 1000
    assert (missing, small) == (0, 0)


def test_verdicts_on_pairs_rest_on_tests_that_hold_their_level(warehouse):
    """Each says how often its test errs at a nominal 5 %, and none is without."""
    count, missing, low, high = warehouse.sql(
        "select count(*), count(*) - count(type1_error), min(type1_error), max(type1_error) "
        "from claims.claim_readings join claims.dim_claims using (claim_id) "
        "where basis = 'sound_method' and verdict in ('supported', 'contradicted') "
        "and rule_family in ('pair', 'anova') and measure != 'on_par_or_better'"
    ).fetchall()[0]
    assert count > 50
    assert missing == 0
    assert 0.03 <= low <= high <= 0.07
