-- The scores of configurations, with what is known of them, on benchmarks with scores enough. A closed
-- model has no size here, whatever is said of it.
-- depends_on: {{ ref('quality_gate') }}
with reports as (

    select * from {{ ref('fct_score_reports') }}
    where is_score

)

select
    members.cohort_id,
    scores.benchmark_id,
    scores.evaluation_id,
    scores.score_pct,

    -- the weights and their developer; models without a named developer form one cluster
    configurations.weights,
    coalesce(configurations.organisation, 'not named') as developer,
    configurations.is_reasoning,
    configurations.effort,
    reports.reported_by,

    -- years since 2020 began
    date_diff('day', date '2020-01-01', configurations.released_on) / 365.25 as years,
    case when coalesce(configurations.is_open_weights, true) then log2(configurations.parameters_b) end
        as log2_total,
    case when coalesce(configurations.is_open_weights, true) then log2(configurations.active_parameters_b) end
        as log2_active,
    configurations.is_moe,
    configurations.is_open_weights::integer as is_open

from {{ ref('bridge_cohort_evaluations') }} as members
inner join {{ ref('dim_configurations') }} as configurations using (evaluation_id)
inner join {{ ref('fct_scores') }} as scores using (evaluation_id)
left join reports using (evaluation_id, benchmark_id)
