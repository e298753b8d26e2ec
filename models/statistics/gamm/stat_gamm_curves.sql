with fits as (

    select * from {{ ref('fit_gamms') }}
    union all
    select * from {{ ref('fit_gamms_pygam') }}

),

rows as (

    select
        cohort_id,
        gamm,
        benchmark_id,
        engine,
        unnest(curves, recursive := true)
    from fits

)

select
    *,
    case when term like 's(log_parameters_b)%' then exp(x) end as parameters_b,
    {{ var('confidence_level') }}::double as confidence_level
from rows
