-- Every evaluation of the populations with its average, for a model of what a ceiling on the average
-- leaves out. Rows above the ceiling, which a cohort keeps for reasons of its own, do not belong to it.
with populations as (

    select * from {{ ref('selection_populations') }}

),

whole as (

    select cohort_id from populations
    where is_whole

),

evaluations as (

    select * from {{ ref('fct_evaluations') }}
    where average_pct is not null and base_family is not null

),

levels as (

    select *
    from {{ ref('int_cohort_levels_assigned') }}
    where
        cohort_id in (select whole.cohort_id from whole)
        and factor in ('training_type', 'parameter_range')
        and is_tested

)

select
    scores.population,
    scores.cohort_id,
    scores.cutoff_pct,
    populations.ceiling_pct,
    scores.benchmark_id,
    levels.factor,
    levels.level,
    scores.evaluation_id,
    evaluations.base_family,
    evaluations.average_pct,
    scores.score_units / 1e6 as score_pct
from {{ ref('int_selection_populations_scored') }} as scores
inner join populations
    on scores.cohort_id = populations.cohort_id and scores.cutoff_pct is not distinct from populations.cutoff_pct
inner join evaluations on scores.evaluation_id = evaluations.evaluation_id
inner join levels on scores.evaluation_id = levels.evaluation_id
where populations.ceiling_pct is null or evaluations.average_pct <= populations.ceiling_pct
