with rows as (

    select
        cohort_id,
        gamm,
        benchmark_id,
        engine,
        unnest(significant_intervals, recursive := true)
    from {{ ref('fit_gamms') }}

)

select
    *,
    case when term like 's(log_parameters_b)%' then exp(x_low) end as parameters_b_low,
    case when term like 's(log_parameters_b)%' then exp(x_high) end as parameters_b_high,
    {{ var('confidence_level') }}::double as confidence_level
from rows
