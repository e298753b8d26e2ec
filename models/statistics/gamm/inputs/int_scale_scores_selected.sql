-- Scores beside what their scales and size curves need; only the benchmarks that a cohort has.
select
    scores.cohort_id,
    scores.benchmark_id,
    scores.evaluation_id,
    scores.score_pct,
    ln(evaluations.parameters_b) as log_parameters_b,
    evaluations.parameters_b,
    evaluations.architecture,
    evaluations.architecture_family_5,
    evaluations.training_type,
    found.is_in_budget,
    benchmarks.n_items,
    benchmarks.chance_pct,
    case
        when scores.score_pct <= 0 then 'log_of_zero'
        when evaluations.parameters_b is null then 'unknown_size'
        else 'kept'
    end as row_group
from {{ ref('int_cohort_scores_selected') }} as scores
inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
inner join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
inner join {{ ref('int_cohort_benchmarks_selected') }} as found using (cohort_id, benchmark_id)
