-- Which of two models at the top is more able.
with pairs as (

    select
        cohort_id,
        unnest(pairs, recursive := true)
    from {{ ref('fit_ability_scales') }}
    where status = 'ok'

),

ranked as (

    select
        *,
        p_value * row_number() over (partition by cohort_id order by p_value desc nulls last) as p_times_rank
    from pairs

),

-- Holm's, as the macro has it, which takes the square of so many pairs
adjusted as (

    select
        * exclude (p_times_rank),
        case
            when p_value is not null
                then least(1, max(p_times_rank) over (partition by cohort_id order by p_value))
        end as p_adjusted
    from ranked

)

select
    *,
    -- one by one, as somebody asks who has two models in mind
    {{ is_significant('p_value') }} as is_distinguished,
    {{ is_significant('p_adjusted') }} as is_significant
from adjusted
