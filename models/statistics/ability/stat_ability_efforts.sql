-- What thinking adds on the same weights, over models.
with trusted as (

    select
        *,
        if(warning is null, p_value, null) as p_trusted
    from {{ ref('fit_ability_efforts') }}

)

select
    * exclude (p_trusted, n_sized, type1_error, type1_error_null),
    {{ holm('p_trusted', 'cohort_id') }} as p_adjusted
from trusted
