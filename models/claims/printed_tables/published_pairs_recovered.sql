with pairs as (

    select
        factor,
        benchmark_id,
        unnest(pairs, recursive := true)
    from {{ ref('fit_recovered_tables') }}

)

select
    *,
    abs(p_adjusted - p_adjusted_published) as abs_p_difference
from pairs
