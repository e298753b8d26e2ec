with specifications as (

    select
        conclusion,
        benchmark_id,
        contrast,
        factor,
        unnest(specifications, recursive := true)
    from {{ ref('fit_specification_curves') }}

)

select
    specification_id,
    conclusion,
    benchmark_id,
    cohort_id,
    duplicates,
    scale,
    test,
    clustering,
    contrast,
    factor,
    formula,
    estimate,
    standardised_estimate,
    std_error,
    statistic,
    df_den,
    ci_low,
    ci_high,
    p_value,
    log10_p_value,
    decision,
    n_obs,
    n_a,
    n_b,
    n_clusters,
    n_dropped,
    {{ var('confidence_level') }}::double as confidence_level,
    warning,
    status
from specifications
