-- One model on one benchmark, with names: its score, the ranks that it may hold, and its place among
-- models of like size.
select
    positions.cohort_id,
    cohorts.cohort_name,
    cohorts.cohort_role,
    positions.benchmark_id,
    benchmarks.benchmark_name,
    positions.evaluation_id,
    evaluations.model_name,
    evaluations.precision,
    evaluations.training_type,
    evaluations.architecture_family,
    evaluations.base_family,
    evaluations.parameters_b,
    positions.score_pct,
    ranks.rank,
    ranks.rank_low,
    ranks.rank_high,
    ranks.is_among_best,
    ranks.n_models,
    positions.expected_pct,
    positions.predicted_low,
    positions.predicted_high,
    positions.residual_in_sd,
    positions.percentile_near_size,
    positions.n_near_size,
    positions.percentile_same_type,
    positions.size_equivalent_b,
    positions.gap_to_top_tenth_pct,
    positions.status
from {{ ref('stat_model_positions') }} as positions
inner join {{ ref('stat_model_ranks') }} as ranks using (cohort_id, benchmark_id, evaluation_id)
inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
inner join {{ ref('dim_cohorts') }} as cohorts using (cohort_id)
inner join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
