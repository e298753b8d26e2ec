-- One row per configuration and examination that both a developer and a third party report: on one
-- benchmark of one board, or on two boards that name the examination differently. Of several reports
-- of one side the mean counts.
with reports as (

    select
        reports.*,
        configurations.weights,
        configurations.variant,
        coalesce(configurations.organisation, 'not named') as developer,
        case when coalesce(configurations.is_open_weights, true) then log2(configurations.parameters_b) end
            as log2_total
    from {{ ref('fct_score_reports') }} as reports
    inner join {{ ref('dim_configurations') }} as configurations on reports.evaluation_id = configurations.evaluation_id
    where reports.score_pct is not null

),

sides as (

    select
        benchmark_id,
        reported_by,
        weights,
        coalesce(variant, '') as variant,
        min(developer) as developer,
        max(log2_total) as log2_total,
        avg(score_pct order by snapshot_id, row_number) as score_pct
    from reports
    group by benchmark_id, reported_by, weights, variant

),

examinations as (

    select
        benchmark_id,
        counterpart_id
    from {{ ref('counterparts') }}
    union all
    select distinct
        benchmark_id,
        benchmark_id as counterpart_id
    from sides

)

select
    examinations.benchmark_id,
    examinations.counterpart_id,
    developers.weights,
    developers.variant,
    developers.developer,
    coalesce(developers.log2_total, others.log2_total) as log2_total,
    developers.score_pct as developer_pct,
    others.score_pct as third_party_pct
from examinations
inner join sides as developers
    on examinations.benchmark_id = developers.benchmark_id
    and developers.reported_by = 'developer'
inner join sides as others
    on examinations.counterpart_id = others.benchmark_id
    and others.reported_by = 'third_party'
    and developers.weights = others.weights
    and developers.variant = others.variant
order by examinations.benchmark_id, examinations.counterpart_id, developers.weights, developers.variant
