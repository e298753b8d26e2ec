with flags as (

    select
        factor,
        benchmark_id,
        unnest(flags, recursive := true)
    from {{ ref('fit_recovered_tables') }}

)

select
    factor,
    benchmark_id,
    flag_order,
    flag,
    group_a,
    group_b,
    printed,
    expected,
    detail
from flags
