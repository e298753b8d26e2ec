-- What the other benchmarks already say of one, with names.
with redundancies as (

    select
        redundancies.*,
        nearest.benchmark_name as nearest_benchmark_name
    from {{ ref('stat_benchmark_redundancy') }} as redundancies
    left join {{ ref('dim_benchmarks') }} as nearest on redundancies.nearest_benchmark_id = nearest.benchmark_id

)

{{ name_rows('redundancies') }}
