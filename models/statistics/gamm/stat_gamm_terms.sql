with terms as (

    select
        cohort_id,
        gamm,
        benchmark_id,
        unnest(terms, recursive := true)
    from {{ ref('fit_gamms') }}

),

adjusted as (

    select
        *,
        {{ holm('p_value', 'cohort_id, gamm, term') }} as p_adjusted
    from terms

)

select
    *,
    {{ is_significant('p_adjusted') }} as is_significant
from adjusted
