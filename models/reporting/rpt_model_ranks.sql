-- The rank of one model on one benchmark or on the average of all, with names.
select
    ranks.cohort_id,
    cohorts.cohort_name,
    cohorts.cohort_role,
    ranks.benchmark_id,
    coalesce(benchmarks.benchmark_name, 'Average') as benchmark_name,
    coalesce(benchmarks.benchmark_order, 0)::integer as benchmark_order,
    ranks.evaluation_id,
    evaluations.model_name,
    evaluations.precision,
    evaluations.training_type,
    evaluations.base_family,
    evaluations.parameters_b,
    ranks.score_pct,
    ranks.std_error_pct,
    ranks.rank,
    ranks.rank_low,
    ranks.rank_high,
    ranks.rank_low_simultaneous,
    ranks.rank_high_simultaneous,
    ranks.rank_low_any_correlation,
    ranks.rank_high_any_correlation,
    ranks.rank_low_simultaneous_any_correlation,
    ranks.rank_high_simultaneous_any_correlation,
    ranks.n_tied,
    ranks.is_among_best,
    ranks.n_models,
    ranks.confidence_level,
    ranks.status
from {{ ref('stat_model_ranks') }} as ranks
inner join {{ ref('fct_evaluations') }} as evaluations on ranks.evaluation_id = evaluations.evaluation_id
inner join {{ ref('dim_cohorts') }} as cohorts on ranks.cohort_id = cohorts.cohort_id
left join {{ ref('dim_benchmarks') }} as benchmarks on ranks.benchmark_id = benchmarks.benchmark_id
