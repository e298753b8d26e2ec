with fits as (

    select * from {{ ref('fit_gamms') }}
    union all
    select * from {{ ref('fit_gamms_pygam') }}

)

select
    cohort_id,
    gamm,
    benchmark_id,
    engine,
    formula,
    n_obs,
    n_dropped,
    edf_total,
    reml,
    scale,
    r_squared_adjusted,
    deviance_explained,
    intercept,
    intercept_std_error,
    seed,
    status,
    notes
from fits
