with pairs as (

    select
        cohort_id,
        benchmark_id,
        factor,
        'tukey_kramer' as method,
        unnest(pairs, recursive := true)
    from {{ ref('fit_anovas') }}

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
    {{ var('confidence_level') }}::double as confidence_level
from pairs
