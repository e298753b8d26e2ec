with fits as (

    select * from {{ ref('fit_effect_sizes') }}

)

select
    cohort_id,
    benchmark_id,
    factor,
    measure,
    estimate,
    ci_low,
    ci_high,
    {{ var('confidence_level') }}::double as confidence_level,
    statistic,
    df_num,
    df_den,
    noncentrality_low,
    noncentrality_high,
    n_obs,
    status
from fits
