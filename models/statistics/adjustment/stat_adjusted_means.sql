with means as (

    select
        cohort_id,
        benchmark_id,
        factor,
        method,
        formula,
        n_used,
        n_dropped,
        unnest(means, recursive := true)
    from {{ ref('fit_adjusted_types') }}

)

select
    cohort_id,
    benchmark_id,
    factor,
    method,
    level,
    n_obs,
    n_clusters,
    estimate_raw,
    estimate,
    std_error_naive,
    std_error,
    df_den,
    ci_low,
    ci_high,
    size_support,
    family_support,
    formula,
    n_used,
    n_dropped,
    warning,
    {{ var('confidence_level') }}::double as confidence_level,
    status
from means
