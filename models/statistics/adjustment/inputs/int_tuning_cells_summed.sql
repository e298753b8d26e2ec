-- Scores summed over evaluations that agree in type, base family and size, all that the lead of tuned over
-- pretrained models is counted from.
select
    bridge.cohort_id,
    scores.benchmark_id,
    evaluations.training_type,
    evaluations.base_family,
    evaluations.lineage_family,
    evaluations.is_base_family_resolved,
    evaluations.parameters_b,
    count(*) as n_obs,
    sum(scores.score_units)::bigint as total_units
from {{ ref('bridge_cohort_evaluations') }} as bridge
inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
inner join {{ ref('int_cohort_scores_selected') }} as scores using (cohort_id, evaluation_id)
where evaluations.base_family is not null and scores.score_units is not null
group by all
