with pairs as (

    select
        cohort_id,
        benchmark_id,
        factor,
        method,
        formula,
        n_used,
        n_dropped,
        unnest(pairs, recursive := true)
    from {{ ref('fit_adjusted_types') }}

)

select
    cohort_id,
    benchmark_id,
    factor,
    method,
    group_a,
    group_b,
    n_a,
    n_b,
    n_clusters_a,
    n_clusters_b,
    estimate_raw,
    estimate,
    std_error_naive,
    std_error,
    statistic,
    df_den,
    ci_low,
    ci_high,
    p_value,
    log10_p_value,
    p_adjusted,
    common_share_a,
    common_share_b,
    size_overlap,
    formula,
    n_used,
    n_dropped,
    warning,
    {{ var('confidence_level') }}::double as confidence_level,
    status
from pairs
