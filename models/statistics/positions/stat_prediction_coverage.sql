with coverages as (

    select
        cohort_id,
        benchmark_id,
        unnest(coverages, recursive := true),
        n_sized as n_obs,
        n_base_families,
        smallest_b,
        largest_b
    from {{ ref('fit_places') }}

)

select
    cohort_id,
    benchmark_id,
    predicted_from,
    calibrated_on,
    judged_on,
    nominal,
    level,
    coverage_uncalibrated,
    coverage,
    -- one family more or less is more than five points of fewer than twenty
    abs(coverage - nominal) <= greatest(0.05, 1 / n_judged) as is_held,
    bias_pct,
    median_width_pct,
    n_obs,
    n_base_families,
    n_judged,
    n_origins,
    smallest_b,
    largest_b,
    {{ var('seed') }}::bigint as seed,
    status
from coverages
