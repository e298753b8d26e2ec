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
    ci_high
from rows
