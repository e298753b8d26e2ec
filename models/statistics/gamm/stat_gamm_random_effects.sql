with fits as (

    select * from {{ ref('fit_gamms') }}

),

rows as (

    select
        cohort_id,
        gamm,
        benchmark_id,
        engine,
        unnest(random_effects, recursive := true)
    from fits

)

select
    cohort_id,
    gamm,
    benchmark_id,
    engine,
    term,
    level,
    n_obs::bigint as n_obs,
    estimate,
    std_error,
    ci_low,
    ci_high,
    std_dev as random_effect_std_dev
from rows
