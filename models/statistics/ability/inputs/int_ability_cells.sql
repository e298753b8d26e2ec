-- One score per weights and benchmark: of several configurations, the one that may think most. A cohort of
-- more weights than a scale can hold is one of copies and fine-tunes: there the base families stand for
-- them, each with the median of its models.
with runs as (

    select * from {{ ref('int_ability_runs') }}

),

large as (

    select cohort_id
    from runs
    group by cohort_id
    having count(distinct weights) > 1000

),

of_weights as (

    select
        cohort_id,
        weights,
        benchmark_id,
        min(developer) over (partition by cohort_id, weights) as developer,
        evaluation_id,
        effort,
        share,
        chance,
        n_items
    from runs
    qualify
        row_number() over (
            partition by cohort_id, weights, benchmark_id
            order by effort_rank desc, budget desc nulls last, share desc, evaluation_id asc
        ) = 1

),

of_families as (

    select
        cells.cohort_id,
        evaluations.base_family as weights,
        cells.benchmark_id,
        min(min(evaluations.lineage_family)) over (partition by cells.cohort_id, evaluations.base_family) as developer,
        median(cells.share) as share,
        min(cells.chance) as chance,
        min(cells.n_items) as n_items
    from of_weights as cells
    inner join large on cells.cohort_id = large.cohort_id
    inner join {{ ref('fct_evaluations') }} as evaluations on cells.evaluation_id = evaluations.evaluation_id
    where evaluations.is_base_family_resolved
    group by cells.cohort_id, evaluations.base_family, cells.benchmark_id

)

select
    *,
    'weights' as unit
from of_weights
where cohort_id not in (from large)
union all by name
select
    *,
    'base family' as unit,
    'unknown' as effort
from of_families
order by cohort_id, weights, benchmark_id
