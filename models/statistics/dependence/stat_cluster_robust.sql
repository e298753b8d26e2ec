with unnested as (

    select
        * exclude (pairs),
        unnest(pairs, recursive := true)
    from {{ ref('fit_cluster_robust') }}

),

judged as (

    select
        *,
        simulated_size between 0.03 and 0.07 as holds_level
    from unnested

),

-- by the designs alone, whatever the scores say
rated as (

    select
        *,
        avg(simulated_power) filter (where holds_level) over pairs_of_factor as mean_power
    from judged
    window pairs_of_factor as (partition by cohort_id, factor, method)

)

select
    * exclude (mean_power),
    {{ var('confidence_level') }}::double as confidence_level,
    row_number() over (
        partition by cohort_id, benchmark_id, factor, group_a, group_b
        order by
            coalesce(holds_level, false) desc,
            mean_power desc nulls last,
            method asc
    ) = 1 as is_default
from rated
