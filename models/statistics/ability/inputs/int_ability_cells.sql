-- One score per weights and benchmark: of several configurations, the one that may think most. A cohort of
-- more weights than a scale can hold is one of copies and fine-tunes: there the base families stand for
-- them, each with the median of its models.
-- Where the chance level of a benchmark is unknown, none is taken away; where the number of items is, 100
-- stand for it.
-- depends_on: {{ ref('quality_gate') }}
with runs as (

    select
        members.cohort_id,
        scores.evaluation_id,
        scores.benchmark_id,
        coalesce(configurations.weights, evaluations.model_name) as weights,
        -- an unnamed developer is replaced by the lineage, else by the model itself
        coalesce(
            configurations.organisation,
            case when evaluations.is_base_family_resolved then evaluations.lineage_family end,
            'unknown, ' || coalesce(configurations.weights, evaluations.model_name)
        ) as developer,
        ranks.effort,
        ranks.effort_rank,
        try_cast(regexp_extract(configurations.variant, '^([0-9]+)k', 1) as integer) as budget,
        scores.score_pct / 100 as share,
        coalesce(benchmarks.chance_pct, 0) / 100 as chance,
        least(greatest(coalesce(scores.n_items, 100), 5), 20000)::double as n_items
    from {{ ref('bridge_cohort_evaluations') }} as members
    inner join {{ ref('fct_scores') }} as scores on members.evaluation_id = scores.evaluation_id
    inner join {{ ref('dim_benchmarks') }} as benchmarks on scores.benchmark_id = benchmarks.benchmark_id
    inner join {{ ref('fct_evaluations') }} as evaluations on scores.evaluation_id = evaluations.evaluation_id
    left join {{ ref('dim_configurations') }} as configurations
        on scores.evaluation_id = configurations.evaluation_id
    inner join {{ ref('effort_ranks') }} as ranks on coalesce(configurations.effort, 'unknown') = ranks.effort
    -- a share of something
    where scores.score_pct between 0 and 100 and coalesce(benchmarks.chance_pct, 0) < 100

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
        min(min(evaluations.lineage_family)) over of_base as developer,
        median(cells.share) as share,
        min(cells.chance) as chance,
        min(cells.n_items) as n_items
    from of_weights as cells
    inner join large on cells.cohort_id = large.cohort_id
    inner join {{ ref('fct_evaluations') }} as evaluations on cells.evaluation_id = evaluations.evaluation_id
    where evaluations.is_base_family_resolved
    group by cells.cohort_id, evaluations.base_family, cells.benchmark_id
    window of_base as (partition by cells.cohort_id, evaluations.base_family)

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
