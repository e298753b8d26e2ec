"""What the published specification curves count, and what they agree with."""


def test_one_evaluation_per_model_is_that_of_the_marts(warehouse):
    """On a whole board the cohort's best evaluation of a model is the board's."""
    found = warehouse.sql(
        "select cohort_id, n_obs from statistics.stat_specification_curve "
        "where conclusion = 'instruction_minus_fine_tuned' and benchmark_id in ('arc', 'ifeval') "
        "and cohort_id in ('openllm_v1', 'openllm_v2') and duplicates = 'preferred' "
        "and score_scale = 'raw' and test = 'pooled_t' order by all"
    ).fetchall()
    expected = warehouse.sql(
        "select cohort_id, count(*) from marts.bridge_cohort_evaluations "
        "join marts.fct_evaluations using (evaluation_id) "
        "where cohort_id in ('openllm_v1', 'openllm_v2') and is_preferred_evaluation "
        "and training_type in ('fine-tuned', 'instruction-tuned') group by all order by all"
    ).fetchall()
    assert found == expected
    assert len(found) == 2


def test_the_summary_counts_the_curve(warehouse):
    bad = warehouse.sql(
        "with counted as (select conclusion, benchmark_id, count(*) n, "
        "avg((decision = 'positive')::int) positive, median(standardised_estimate) middle "
        "from statistics.stat_specification_curve where status = 'ok' and repeats is null "
        "group by all) "
        "select count(*), count(*) filter (where n != n_distinct or abs(positive - share_positive) "
        "+ abs(middle - median_standardised_estimate) > 1e-12) "
        "from counted join statistics.stat_specification_summary using (conclusion, benchmark_id)"
    ).fetchall()
    assert bad == [(73, 0)]


def test_the_warehouse_has_every_specification(warehouse):
    """22 per population where the benchmark has a chance level, else 17."""
    counts = warehouse.sql(
        "select benchmark_id, conclusion, count(*) from statistics.stat_specification_curve "
        "group by all"
    ).fetchall()
    for benchmark, _, n in counts:
        populations = 2 if benchmark in {"bbh", "gpqa", "ifeval", "math", "mmlu_pro", "musr"} else 7
        per = 17 if benchmark in {"gsm8k", "ifeval", "math", "truthfulqa"} else 22
        assert n == populations * per
    assert len(counts) == 6 * 12 + 1


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
    assert worst[0] == 4 * 6 + 6
    assert max(worst[1:]) < 1e-8
