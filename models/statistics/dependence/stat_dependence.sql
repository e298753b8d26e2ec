with fits as (

    select * from {{ ref('fit_dependence') }}

)

select
    cohort_id,
    benchmark_id,
    method,
    estimate,
    ci_low,
    ci_high,
    variance_between,
    variance_within,
    statistic,
    df_num,
    df_den,
    p_value,
    log10_p_value,
    n_obs,
    n_clusters,
    mean_cluster_size,
    kish_cluster_size,
    largest_cluster_share,
    design_effect,
    n_effective,
    n_effective_weighted,
    {{ var('confidence_level') }}::double as confidence_level,
    status
from fits
