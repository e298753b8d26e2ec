with trusted as (

    select
        *,
        if(type1_error <= {{ var('largest_type1_error') }}, vuong_p_value, null) as p_trusted
    from {{ ref('fit_field_size_measures') }}

),

adjusted as (

    select
        * exclude (p_trusted),
        {{ holm('p_trusted', 'cohort_id') }} as p_adjusted
    from trusted

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
        when is_significant then if(vuong_t > 0, 'total', 'active')
        when status = 'ok' then 'not distinguishable'
    end as verdict,
    {{ var('confidence_level') }}::double as confidence_level
from decided
