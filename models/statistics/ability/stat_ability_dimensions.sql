-- Whether one ability is enough, over all models and by the year of their release.
with adjusted as (

    select
        *,
        {{ holm('p_value', 'cohort_id') }} as p_adjusted
    from {{ ref('fit_ability_dimensions') }}

)

select
    *,
    {{ is_significant('p_adjusted') }} as is_significant
from adjusted
