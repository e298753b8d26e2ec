-- The scores of January 2024 as the board is cut off at an average, beside the paper's own rows.
select
    populations.cohort_id,
    populations.cutoff_pct,
    populations.cohort_id
    || coalesce(' to ' || regexp_replace(populations.cutoff_pct::varchar, '\.0$', ''), '') as population,
    scores.benchmark_id,
    scores.evaluation_id,
    scores.score_units,
    evaluations.parameters_b
from {{ ref('selection_populations') }} as populations
inner join {{ ref('int_cohort_scores_selected') }} as scores on populations.cohort_id = scores.cohort_id
inner join {{ ref('fct_evaluations') }} as evaluations on scores.evaluation_id = evaluations.evaluation_id
where populations.cutoff_pct is null or evaluations.average_pct <= populations.cutoff_pct
