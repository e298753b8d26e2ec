"""The published file: counts, levels, comments, storage, and Parquet with the same rows."""

import pytest


def rows(warehouse, query):
    return warehouse.sql(query).fetchall()


@pytest.mark.committed
def test_every_row_is_accounted_for(warehouse):
    counts = {
        source: (read, loaded, quarantined)
        for source, read, loaded, quarantined in rows(
            warehouse,
            "select source, n_read, n_loaded, n_quarantined from quality.row_accounting",
        )
    }
    assert counts["openllm_v1"] == (7169, 7169, 0)
    assert counts["openllm_v2"] == (4576, 4576, 0)
    assert counts["supplementary"][0] == 913
    assert counts["base_models"][0] == 148
    assert counts["epoch_hub"] == (4605, 4560, 45)
    assert counts["helm"] == (1238, 1237, 1)
    assert counts["llm_stats"] == (2224, 2210, 14)


def test_no_level_is_lost(warehouse):
    """Every evaluation's level is in the summaries, and every level with scores is compared.

    The paper lost its largest models and its unknown training types to a label; here that fails.
    """
    levels = """
        select cohort_id, benchmark_id, factor, level, count(*) as n
        from (
            unpivot (
                select b.cohort_id, s.benchmark_id, e.training_type, e.architecture_family,
                       e.architecture_family_5, e.parameter_range
                from marts.bridge_cohort_evaluations b
                join marts.fct_evaluations e using (evaluation_id)
                join marts.fct_scores s using (evaluation_id)
                anti join 'seeds/boards/narrow_benchmarks.csv' using (benchmark_id)
                where b.cohort_id in (select cohort_id from marts.dim_cohorts
                                      where statistics = 'all'
                                      and parameter_range_scheme = 'paper')
            ) on training_type, architecture_family, architecture_family_5, parameter_range
            into name factor value level
        ) group by all
    """
    lost = f"""
        from ({levels}) l anti join statistics.stat_group_summaries s
        on l.cohort_id = s.cohort_id and l.benchmark_id = s.benchmark_id and l.factor = s.factor
        and l.level = s.level and l.n = s.n_obs
    """
    assert rows(warehouse, lost) == []
    uncompared = """
        from statistics.stat_group_summaries s
        semi join (from statistics.stat_anova where status = 'ok') a
            using (cohort_id, benchmark_id, factor)
        anti join (
            select cohort_id, benchmark_id, factor, unnest([group_a, group_b]) as level
            from statistics.stat_pairwise
        ) p using (cohort_id, benchmark_id, factor, level)
        where s.n_obs > 0 and s.is_tested
    """
    assert rows(warehouse, uncompared) == []
    untested = (
        "select distinct factor, level from statistics.stat_group_summaries where not is_tested"
    )
    assert rows(warehouse, untested) == [("parameter_range", "unknown")]
    paper = {
        level
        for (level,) in rows(
            warehouse,
            """select unnest([group_a, group_b]) from statistics.stat_pairwise
               where cohort_id = 'paper_2024_01'
               and factor in ('training_type', 'parameter_range')""",
        )
    }
    assert {"[35,180]", "unknown", "RL-tuned"} <= paper
