with adjusted as (

    select
        *,
        {{ holm('vuong_p_value', 'cohort_id') }} as p_adjusted
    from {{ ref('fit_field_size_measures') }}

),

decided as (

    select
        *,
        {{ is_significant('p_adjusted') }} as is_significant
    from adjusted

)

select
    *,
    case
        when not is_significant then 'not distinguishable'
        when is_significant then if(vuong_t > 0, 'total', 'active')
    end as verdict,
    {{ var('confidence_level') }}::double as confidence_level
from decided
