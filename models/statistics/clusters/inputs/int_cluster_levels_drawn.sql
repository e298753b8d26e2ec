-- The levels of the evaluations in int_cluster_scores_drawn; of a cohort without a sample those of all.
with drawn as (

    select distinct
        cohort_id,
        evaluation_id
    from {{ ref('int_cluster_scores_drawn') }}
    where n_left_out > 0

)

select
    levels.cohort_id,
    levels.evaluation_id,
    levels.factor,
    levels.level,
    levels.is_tested,
    evaluations.base_family
from {{ ref('int_cohort_levels_assigned') }} as levels
inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
left join drawn using (cohort_id, evaluation_id)
where
    drawn.cohort_id is not null
    or levels.cohort_id not in (select sampled.cohort_id from drawn as sampled)
