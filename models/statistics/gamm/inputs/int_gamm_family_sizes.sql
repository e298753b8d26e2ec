-- The commonest size of each base family, which is its base's, and
-- how many families have a size near it: within a factor of 1.5.
with counted as (

    select
        cohort_id,
        base_family,
        log_parameters_b,
        count(*) as n_obs
    from {{ ref('int_gamm_members') }}
    where log_parameters_b is not null
    group by cohort_id, base_family, log_parameters_b

),

families as (

    select
        cohort_id,
        base_family,
        log_parameters_b
    from counted
    qualify row_number() over (partition by cohort_id, base_family order by n_obs desc, log_parameters_b) = 1

)

select
    families.cohort_id,
    families.base_family,
    families.log_parameters_b,
    count(*) as n_near
from families
inner join families as others
    on families.cohort_id = others.cohort_id
    and {{ is_near_size('families.log_parameters_b', 'others.log_parameters_b') }}
group by families.cohort_id, families.base_family, families.log_parameters_b
