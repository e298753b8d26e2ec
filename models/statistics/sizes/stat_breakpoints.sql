with fits as (

    select * from {{ ref('fit_breakpoints') }}

)

select
    cohort_id,
    benchmark_id,
    unit,
    breakpoint_b,
    ci_low_b,
    ci_high_b,
    is_connected,
    is_open_low,
    is_open_high,
    log_breakpoint,
    std_error_log,
    slope_before,
    slope_before_std_error,
    slope_before_ci_low,
    slope_before_ci_high,
    slope_after,
    slope_after_std_error,
    slope_after_ci_low,
    slope_after_ci_high,
    statistic,
    p_value,
    log10_p_davies,
    rss_line,
    rss_segmented,
    candidate_low_b,
    candidate_high_b,
    n_obs,
    n_sizes,
    n_dropped,
    n_simulations,
    seed,
    {{ var('confidence_level') }}::double as confidence_level,
    status
from fits
