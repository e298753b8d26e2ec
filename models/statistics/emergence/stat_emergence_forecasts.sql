with forecasts as (

    select
        cohort_id,
        benchmark_id,
        score_scale,
        n_samples,
        seed,
        unnest(forecasts, recursive := true)
    from {{ ref('fit_emergence') }}

)

select
    cohort_id,
    benchmark_id,
    score_scale,
    cut,
    cut_b,
    n_within,
    n_beyond,
    rmse_within,
    rmse_beyond,
    error_ratio,
    error_ratio_ci_low,
    error_ratio_ci_high,
    bias,
    bias_ci_low,
    bias_ci_high,
    is_underpredicted,
    statistic,
    df_num,
    df_den,
    p_value,
    {{ var('confidence_level') }}::double as confidence_level,
    n_samples,
    seed,
    status
from forecasts
