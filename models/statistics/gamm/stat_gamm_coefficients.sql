with fits as (

    select * from {{ ref('fit_gamms') }}

),

rows as (

    select
        cohort_id,
        gamm,
        benchmark_id,
        engine,
        unnest(coefficients, recursive := true)
    from fits

)

select
    cohort_id,
    gamm,
    benchmark_id,
    engine,
    name as coefficient,
    estimate,
    std_error,
    statistic,
    p_value
from rows
