with fits as (

    select * from {{ ref('fit_gamms') }}

),

rows as (

    select
        cohort_id,
        gamm,
        benchmark_id,
        engine,
        unnest(concurvity, recursive := true)
    from fits

)

select
    cohort_id,
    gamm,
    benchmark_id,
    engine,
    term,
    worst,
    observed,
    estimate
from rows
