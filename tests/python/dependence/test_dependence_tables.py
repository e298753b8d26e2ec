"""What the published tables of dependence and lineage hold."""

import pytest


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
