-- Scores of large cohorts summed over evaluations that the size curves by line cannot tell apart.
with sums as (

    select
        cohort_id,
        benchmark_id,
        log_parameters_b,
        architecture,
        base_family,
        lineage_family,
        {{ exact_sums('log_score') }} as summed
    from {{ ref('int_gamm_large_scores') }}
    group by all

)

select
    sums.* exclude (summed),
    summed.n_obs,
    summed.total / summed.n_obs / 1000000.0 as log_score,
    -- a difference of whole numbers, so nothing cancels
    cast(summed.n_obs * summed.total_squares - summed.total * summed.total as double)
    / summed.n_obs
    / 1000000000000.0 as squares_within
from sums
