with fits as (

    select * from {{ ref('fit_pair_effect_sizes') }}

)

select
    cohort_id,
    benchmark_id,
    factor,
    'hedges_g' as measure,
    group_a,
    group_b,
    n_a,
    n_b,
    pooled_std_dev,
    estimate,
    ci_low,
    ci_high,
    {{ var('confidence_level') }}::double as confidence_level,
    statistic,
    df_den,
    status
from fits
