"""What the published specification curves count, and what they agree with."""

import polars as pl


def test_the_warehouse_has_every_specification(warehouse, project):
    """22 per population where the benchmark has a chance level, else 17."""
    counts = warehouse.sql(
        "select benchmark_id, conclusion, count(*) from statistics.stat_specification_curve "
        "group by all order by all"
    ).fetchall()
    folder = project / "seeds/robustness"
    populations = pl.read_csv(folder / "specification_populations.csv")
    conclusions = pl.read_csv(folder / "specification_conclusions.csv")
    benchmarks = warehouse.sql(
        "select distinct cohort_id, benchmark_id, if(chance_pct > 0, 22, 17) as n "
        "from statistics.stat_group_summaries join marts.dim_benchmarks using (benchmark_id)"
    ).pl()
    only = pl.col("only_benchmark_id")
    expected = (
        populations.join(benchmarks, on="cohort_id")
        .join(conclusions, how="cross")
        .filter(only.is_null() | (only == pl.col("benchmark_id")))
        .group_by("benchmark_id", "conclusion")
        .agg(pl.col("n").sum())
    )
    assert counts == sorted(expected.rows())
    assert expected.height > conclusions.height


def test_the_warehouse_agrees_with_the_tables_of_pairs(warehouse):
    """Estimate, CR2 standard error and degrees of freedom, all cohorts and benchmarks."""
    worst = warehouse.sql(
        "select count(*), max(abs(curve.estimate + pairs.estimate)), "
        "max(abs(curve.std_error / pairs.std_error - 1)), "
        "max(abs(curve.df_den / pairs.df_den - 1)) "
        "from statistics.stat_specification_curve as curve "
        "inner join statistics.stat_cluster_robust as pairs using (cohort_id, benchmark_id) "
        "where pairs.method = 'cr2' and conclusion = 'instruction_minus_fine_tuned' "
        "and score_scale = 'raw' and test = 'welch' "
        "and clustering = 'cr2' and (duplicates = 'all' or cohort_id = 'openllm_v1_clean') "
        "and group_a = 'fine-tuned' and group_b = 'instruction-tuned'"
    ).fetchall()[0]
    expected = warehouse.sql(
        "select count(*) from statistics.stat_specification_curve "
        "where conclusion = 'instruction_minus_fine_tuned' and score_scale = 'raw' "
        "and test = 'welch' and clustering = 'cr2' and status = 'ok' "
        "and (duplicates = 'all' or cohort_id = 'openllm_v1_clean')"
    ).fetchall()
    assert [worst[:1]] == expected
    assert worst[0] > 0
    assert max(worst[1:]) < 1e-8
