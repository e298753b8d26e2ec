"""The published pairs rest on methods that hold their level."""

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
def test_defaults_hold_their_level_in_draws_that_did_not_choose_them(warehouse):
    """95 in 100 of those with a test hold 3 to 7 %."""
    tested, share, not_testable = warehouse.sql(
        "with pairs as (select bool_or(status = 'ok' and is_default) as is_tested, "
        "bool_or(status like 'not testable%') as is_hopeless, "
        "coalesce(bool_or(holds_level and is_default), false) as holds "
        "from statistics.stat_cluster_robust "
        "group by cohort_id, benchmark_id, factor, group_a, group_b) "
        "select count(*) filter (is_tested), "
        "avg(holds::integer) filter (is_tested), count(*) filter (is_hopeless) from pairs"
    ).fetchall()[0]
    assert share >= 0.95
    # mostly architectures of one base, or of two that are one family
    assert 0 < not_testable < 0.08 * tested


def test_a_pair_that_no_method_can_test_has_no_p_value(warehouse):
    """Its default keeps the rate that says why, and every method errs too often or too rarely."""
    count, with_p, with_size, can = warehouse.sql(
        "select count(*), count(p_value) + count(ci_low) + count(p_adjusted), "
        "count(type1_error_selection), "
        "count(*) filter (exists (from statistics.stat_cluster_robust as r "
        "where r.cohort_id = d.cohort_id and r.benchmark_id = d.benchmark_id "
        "and r.factor = d.factor and r.group_a = d.group_a and r.group_b = d.group_b "
        "and r.type1_error_selection between 0.03 and 0.07 and r.status = 'ok')) "
        "from statistics.stat_cluster_robust as d where status like 'not testable%'"
    ).fetchall()[0]
    assert count > 0
    assert with_p == 0
    assert with_size > 0
    assert can == 0


def test_verdicts_on_pairs_rest_on_methods_that_hold_their_level(warehouse):
    """Each says how often its method errs at a nominal 5 %."""
    count, low, high = warehouse.sql(
        "select count(*), min(type1_error), max(type1_error) from claims.claim_verdicts "
        "where basis = 'sound_method' and verdict in ('supported', 'contradicted')"
        "and type1_error is not null"
    ).fetchall()[0]
    assert count > 50
    assert 0.03 <= low <= high <= 0.07


def test_no_method_that_holds_its_level_and_sees_more_is_passed_over(warehouse):
    """Power is that of the method over the pairs of the factor in the cohort where it holds."""
    found = warehouse.sql(
        "with rated as (select *, "
        "sqrt(type1_error_selection * (1 - type1_error_selection) / n_simulations) as e, "
        "avg(power_selection) filter (type1_error_selection between 0.03 and 0.07) "
        "over (partition by cohort_id, factor, method) as power "
        "from statistics.stat_cluster_robust), "
        "judged as (select *, "
        "type1_error_selection - e >= 0.03 and type1_error_selection + e <= 0.07 as surely "
        "from rated where status = 'ok') "
        "select count(*), count(*) filter (rival.power > mine.power), "
        "count(*) filter (not mine.surely) "
        "from judged as mine join judged as rival "
        "using (cohort_id, benchmark_id, factor, group_a, group_b) "
        "where mine.is_default and rival.surely"
    ).fetchall()[0]
    assert found[0] > 3000
    assert found[1:] == (0, 0)
