-- Developers' own figures against third parties' on the same configuration and examination.
with sources as (

    select distinct
        scores.benchmark_id,
        snapshots.data_source
    from {{ ref('fct_score_reports') }} as scores
    inner join {{ ref('dim_snapshots') }} as snapshots on scores.snapshot_id = snapshots.snapshot_id

),

cited as (

    select
        reports.benchmark_id,
        reports.counterpart_id,
        string_agg(distinct sources.data_source, ' | ' order by sources.data_source) as data_source
    from {{ ref('stat_field_reports') }} as reports
    inner join sources on sources.benchmark_id in (reports.benchmark_id, reports.counterpart_id)
    group by reports.benchmark_id, reports.counterpart_id

),

reports as (

    select
        reports.*,
        counterparts.benchmark_name as counterpart_name,
        cited.data_source
    from {{ ref('stat_field_reports') }} as reports
    inner join cited using (benchmark_id, counterpart_id)
    inner join {{ ref('dim_benchmarks') }} as counterparts on reports.counterpart_id = counterparts.benchmark_id

)

{{ name_rows('reports', cohorts=false) }}
