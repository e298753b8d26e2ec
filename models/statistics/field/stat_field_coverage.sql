-- What every benchmark of every cohort of configurations can carry: how many of its scores come with
-- a size, a date, a mode and a word on openness, and who reported them.
with reports as (

    select
        benchmark_id,
        string_agg(distinct comparable_group, ', ' order by comparable_group) as comparable_group,
        count(distinct metric) as n_metrics
    from {{ ref('fct_score_reports') }}
    group by benchmark_id

)

select
    scores.cohort_id,
    scores.benchmark_id,
    any_value(reports.comparable_group) as comparable_group,
    any_value(reports.n_metrics) as n_metrics,
    count(*) as n_obs,
    count(distinct scores.weights) as n_models,
    count(distinct scores.developer) as n_developers,
    count(distinct scores.weights) filter (where scores.is_unnamed) as n_unnamed,
    count(scores.log2_total) as n_sized,
    count(scores.log2_active) as n_active,
    count(*) filter (where scores.is_moe) as n_mixtures,
    count(scores.years) as n_dated,
    count(*) filter (where scores.is_open = 1) as n_open,
    count(*) filter (where scores.is_open = 0) as n_closed,
    count(*) filter (where scores.is_reasoning) as n_reasoning,
    count(*) filter (where not scores.is_reasoning) as n_not_reasoning,
    count(*) filter (where scores.reported_by = 'third_party') as n_third_party,
    count(*) filter (where scores.reported_by = 'developer') as n_developer_reported,
    count(distinct scores.weights) >= {{ var('field_minimum') }} as is_computed
from {{ ref('int_field_scores') }} as scores
left join reports on scores.benchmark_id = reports.benchmark_id
group by scores.cohort_id, scores.benchmark_id
