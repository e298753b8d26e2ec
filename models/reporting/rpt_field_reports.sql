-- Developers' own figures against third parties' on the same configuration and examination.
with reports as (

    select
        reports.*,
        counterparts.benchmark_name as counterpart_name
    from {{ ref('stat_field_reports') }} as reports
    inner join {{ ref('dim_benchmarks') }} as counterparts on reports.counterpart_id = counterparts.benchmark_id

)

{{ name_rows('reports', cohorts=false) }}
