with fits as (

    select * from {{ ref('fit_gamms') }}

),

rows as (

    select
        cohort_id,
        gamm,
        benchmark_id,
        engine,
        unnest(derivatives, recursive := true)
    from fits

)

select
    cohort_id,
    gamm,
    benchmark_id,
    engine,
    term,
    x,
    case when term like 's(log_parameters_b)%' then exp(x) end as parameters_b,
    estimate,
    std_error,
    ci_low,
    ci_high,
    simultaneous_low,
    simultaneous_high,
    critical_value
from rows
