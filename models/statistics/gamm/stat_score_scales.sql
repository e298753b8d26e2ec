with fits as (

    select * from {{ ref('fit_score_scales') }}

)

select
    cohort_id,
    benchmark_id,
    score_scale as scale,
    formula,
    edf,
    p_value,
    deviance_explained,
    direction_low,
    direction_high,
    n_rises,
    n_falls,
    has_dip,
    size_low_b,
    size_high_b,
    growth_overall,
    growth_overall_std_error,
    growth_overall_p_value,
    growth_beyond as growth_beyond_13b,
    growth_beyond_std_error as growth_beyond_13b_std_error,
    growth_beyond_p_value as growth_beyond_13b_p_value,
    n_beyond as n_beyond_13b,
    n_obs,
    n_dropped,
    n_dropped_zero,
    seed,
    status
from fits
