-- The score of every configuration on every benchmark, as a share of items, with what guessing gives and
-- how many items there are. Where the chance level is unknown, none is taken away; where the number of
-- items is, 100 stand for it.
-- depends_on: {{ ref('quality_gate') }}
with configurations as (

    select * from {{ ref('dim_configurations') }}

),

ranks as (

    select * from {{ ref('effort_ranks') }}

),

scores as (

    select
        members.cohort_id,
        scores.evaluation_id,
        scores.benchmark_id,
        scores.score_pct,
        scores.n_items as n_items_known,
        benchmarks.chance_pct as chance_known_pct
    from {{ ref('bridge_cohort_evaluations') }} as members
    inner join {{ ref('fct_scores') }} as scores on members.evaluation_id = scores.evaluation_id
    inner join {{ ref('dim_benchmarks') }} as benchmarks on scores.benchmark_id = benchmarks.benchmark_id
    -- a share of something
    where scores.score_pct between 0 and 100

),

named as (

    select
        scores.cohort_id,
        scores.evaluation_id,
        scores.benchmark_id,
        coalesce(configurations.weights, evaluations.model_name) as weights,
        configurations.organisation,
        case when evaluations.is_base_family_resolved then evaluations.lineage_family end as lineage,
        configurations.variant,
        coalesce(configurations.effort, 'unknown') as effort,
        configurations.is_reasoning,
        scores.score_pct / 100 as share,
        coalesce(scores.chance_known_pct, 0) / 100 as chance,
        least(greatest(coalesce(scores.n_items_known, 100), 5), 20000)::double as n_items
    from scores
    inner join {{ ref('fct_evaluations') }} as evaluations on scores.evaluation_id = evaluations.evaluation_id
    left join configurations on scores.evaluation_id = configurations.evaluation_id

)

select
    named.cohort_id,
    named.evaluation_id,
    named.benchmark_id,
    named.weights,
    -- where nobody names the developer, the lineage stands for it, and else the model by itself
    coalesce(named.organisation, named.lineage, 'unknown, ' || named.weights) as developer,
    named.variant,
    named.effort,
    named.is_reasoning,
    ranks.effort_rank,
    try_cast(regexp_extract(named.variant, '^([0-9]+)k', 1) as integer) as budget,
    named.share,
    named.chance,
    named.n_items
from named
inner join ranks on named.effort = ranks.effort
where named.chance < 1
