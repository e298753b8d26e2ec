with widened as (

    select
        cohort_id,
        gamm,
        benchmark_id,
        engine,
        unnest(basis_sensitivity, recursive := true)
    from {{ ref('fit_gamms') }}

)

select
    *,
    k_index < 1 and {{ is_significant('p_value') }} as is_failing,
    k_index_wider < 1 and {{ is_significant('p_value_wider') }} as is_failing_wider
from widened
