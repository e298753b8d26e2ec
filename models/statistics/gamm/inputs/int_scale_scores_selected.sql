-- Scores, and whether a curve of the log score can use them; only the benchmarks that a cohort has.
select
    scores.cohort_id,
    scores.benchmark_id,
    scores.evaluation_id,
    scores.score_pct,
    evaluations.parameters_b,
    evaluations.architecture_family_5,
    evaluations.training_type,
    case
        when scores.score_pct <= 0 then 'log_of_zero'
        when evaluations.parameters_b is null then 'unknown_size'
        else 'kept'
    end as row_group
from {{ ref('int_cohort_scores_selected') }} as scores
inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
inner join {{ ref('int_cohort_benchmarks_selected') }} using (cohort_id, benchmark_id)
