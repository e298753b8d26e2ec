with fits as (

    select * from {{ ref('fit_emergence') }}

)

select
    cohort_id,
    benchmark_id,
    score_scale,
    verdict,
    best_model,
    sharp_delta_bic,
    sharpness,
    sharpness_ci_low,
    sharpness_ci_high,
    mean_slope,
    largest_slope,
    largest_slope_at_b,
    unpredictability,
    unpredictability_ci_low,
    unpredictability_ci_high,
    is_underpredicted,
    p_fall,
    falls_at_b,
    monotone_share,
    n_obs,
    n_sizes,
    n_evaluations,
    n_dropped,
    {{ var('confidence_level') }}::double as confidence_level,
    n_samples,
    seed,
    status
from fits
