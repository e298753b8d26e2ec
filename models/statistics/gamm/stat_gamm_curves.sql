with rows as (

    select
        cohort_id,
        gamm,
        benchmark_id,
        unnest(curves, recursive := true)
    from {{ ref('fit_gamms') }}

)

select
    *,
    case when term like 's(log_parameters_b)%' then exp(x) end as parameters_b,
    {{ var('confidence_level') }}::double as confidence_level
from rows
