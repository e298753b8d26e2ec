-- what is not to be trusted is no test
with trusted as (

    select
        *,
        if(warning is null, p_value, null) as p_trusted
    from {{ ref('fit_field_slopes') }}

),

adjusted as (

    select
        * exclude (p_trusted),
        {{ holm('p_trusted', 'cohort_id, model, term') }} as p_adjusted
    from trusted

)

select
    *,
    {{ is_significant('p_adjusted') }} as is_significant,
    {{ var('confidence_level') }}::double as confidence_level
from adjusted
