-- Which of two models at the top is more able.
with pairs as (

    select
        cohort_id,
        unnest(pairs, recursive := true)
    from {{ ref('fit_ability_scales') }}
    where status = 'ok'

),

adjusted as (

    select
        *,
        {{ holm('p_value', 'cohort_id') }} as p_adjusted
    from pairs

)

select
    *,
    p_value < 0.05 as is_distinguished,
    p_adjusted < 0.05 as is_significant
from adjusted
