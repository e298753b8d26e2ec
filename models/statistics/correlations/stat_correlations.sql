with fits as (

    select * from {{ ref('fit_correlations') }}

)

select
    cohort_id,
    benchmark_a,
    benchmark_b,
    method,
    estimate,
    ci_low,
    ci_high,
    statistic,
    df_den,
    p_value,
    log10_p_value,
    n_obs,
    status
from fits
