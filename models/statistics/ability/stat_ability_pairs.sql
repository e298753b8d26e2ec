-- Which of two models at the top is more able.
{% call add_names(benchmarks=false) %}
with pairs as (

    select
        cohort_id,
        unnest(pairs, recursive := true)
    from {{ ref('fit_ability_scales') }}

),

adjusted as (

    select
        *,
        {{ holm('p_value', 'cohort_id') }} as p_adjusted
    from pairs

)

select
    *,
    -- one by one, as somebody asks who has two models in mind
    {{ is_significant('p_value') }} as is_distinguished,
    {{ is_significant('p_adjusted') }} as is_significant
from adjusted
{% endcall %}
