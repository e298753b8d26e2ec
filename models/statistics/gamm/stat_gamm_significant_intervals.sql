with fits as (

    select * from {{ ref('fit_gamms') }}

),

rows as (

    select
        cohort_id,
        gamm,
        benchmark_id,
        engine,
        unnest(significant_intervals, recursive := true)
    from fits

)

select
    cohort_id,
    gamm,
    benchmark_id,
    engine,
    term,
    band,
    direction,
    x_low,
    x_high,
    case when term like 's(log_parameters_b)%' then exp(x_low) end as parameters_b_low,
    case when term like 's(log_parameters_b)%' then exp(x_high) end as parameters_b_high
from rows
