with pairs as (

    select
        cohort_id,
        benchmark_id,
        factor,
        'percentile' as method,
        n_clusters,
        n_samples,
        seed,
        unnest(pairs, recursive := true)
    from {{ ref('fit_cluster_bootstrap') }}

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
    std_error,
    ci_low,
    ci_high,
    p_value,
    n_clusters,
    n_samples,
    n_samples_used,
    seed,
    warning,
    {{ var('confidence_level') }}::double as confidence_level,
    status
from pairs
