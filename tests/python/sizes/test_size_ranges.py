"""What the reporting tables on ranges of size say, against the statistics behind them."""

import pytest


@pytest.fixture(scope="module")
def ranges(warehouse):
    return warehouse.sql("""
        select cohort_id, benchmark_id, parameter_range, comparison_low, comparison_high,
               letters_tukey_kramer as letters
        from reporting.rpt_size_ranges
        where comparison_low is not null
        order by all
    """).fetchall()


def test_groups_of_equal_size_differ_just_where_their_bars_do_not_overlap(warehouse):
    # the nearer n is to equal, the nearer is the overlap to the test
    off = warehouse.sql("""
        select
            abs(pairs.estimate)
            / (a.comparison_high - a.mean + b.comparison_high - b.mean) as by_bars,
            abs(pairs.estimate) / (pairs.ci_high - pairs.estimate) as by_test
        from statistics.stat_pairwise as pairs
        join reporting.rpt_size_ranges as a
            on (a.cohort_id, a.benchmark_id, a.parameter_range)
            = (pairs.cohort_id, pairs.benchmark_id, pairs.group_a)
        join reporting.rpt_size_ranges as b
            on (b.cohort_id, b.benchmark_id, b.parameter_range)
            = (pairs.cohort_id, pairs.benchmark_id, pairs.group_b)
        where pairs.method = 'tukey_kramer' and pairs.factor = 'parameter_range'
            and pairs.status = 'ok' and n_a between n_b / 1.1 and n_b * 1.1
    """).fetchall()
    assert len(off) > 10
    for by_bars, by_test in off:
        assert by_bars == pytest.approx(by_test, rel=1e-3)
