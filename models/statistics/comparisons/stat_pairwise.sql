with pairs as (

    select
        cohort_id,
        benchmark_id,
        factor,
        pair_method as method,
        unnest(pairs, recursive := true)
    from {{ ref('fit_anovas') }}
    where pair_method is not null

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
    estimate,
    std_error,
    ci_low,
    ci_high,
    statistic,
    df_den,
    p_adjusted,
    log10_p_adjusted,
    {{ var('confidence_level') }}::double as confidence_level,
    status
from pairs
