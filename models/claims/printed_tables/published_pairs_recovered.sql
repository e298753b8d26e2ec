with pairs as (

    select
        factor,
        benchmark_id,
        unnest(group_a) as group_a,
        unnest(group_b) as group_b,
        unnest(p_adjusted_published) as p_adjusted_published,
        unnest(p_adjusted) as p_adjusted
    from {{ ref('fit_recovered_tables') }}

)

select
    *,
    abs(p_adjusted - p_adjusted_published) as abs_p_difference
from pairs
