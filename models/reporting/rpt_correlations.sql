-- Which scores go together: each pair twice, once for each of its benchmarks, so that a pivot table is whole.
with sides as (

    select
        * exclude (benchmark_a, benchmark_b),
        unnest([benchmark_a, benchmark_b]) as benchmark_id,
        unnest([benchmark_b, benchmark_a]) as other_benchmark_id
    from {{ ref('stat_correlations') }}

),

beside as (

    select
        sides.*,
        others.benchmark_name as other_benchmark_name,
        others.benchmark_order as other_benchmark_order
    from sides
    inner join {{ ref('dim_benchmarks') }} as others on sides.other_benchmark_id = others.benchmark_id

)

{{ add_names(rows='beside') }}
-- with the paper's sizes its rows are the same, and so are their correlations
where cohorts.statistics = 'all'
