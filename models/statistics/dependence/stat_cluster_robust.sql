with rows_by_method as (

    select
        * exclude (pairs),
        unnest(pairs, recursive := true)
    from {{ ref('fit_cluster_robust') }}

),

judged as (

    select
        *,
        simulated_size between 0.03 and 0.07 as holds_level
    from rows_by_method

)

select
    *,
    {{ var('confidence_level') }}::double as confidence_level,
    -- by the design alone, whatever the scores say: first who holds its level, then who sees most
    row_number() over (
        partition by cohort_id, benchmark_id, factor, group_a, group_b
        order by
            coalesce(holds_level, false) desc,
            case when holds_level then simulated_power end desc nulls last,
            abs(simulated_size - 0.05) asc nulls last,
            method asc
    ) = 1 as is_default
from judged
