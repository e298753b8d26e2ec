with pairs as (

    select
        cohort_id,
        benchmark_id,
        factor,
        'cr2' as method,
        unnest(pairs, recursive := true)
    from {{ ref('fit_cluster_robust') }}

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
    estimate,
    std_error_naive,
    df_den_naive,
    p_value_naive,
    std_error,
    std_error_ratio,
    statistic,
    df_den,
    ci_low,
    ci_high,
    p_value,
    log10_p_value,
    p_adjusted,
    warning,
    {{ var('confidence_level') }}::double as confidence_level,
    status
from pairs
