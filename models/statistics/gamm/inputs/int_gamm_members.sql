-- The evaluations of every cohort with the covariates and factors of the additive models. The board's 0 means
-- an unknown size.
with members as (

    select
        sizes.cohort_id,
        evaluations.evaluation_id,
        ln(nullif(sizes.parameters_b, 0)) as log_parameters_b,
        sizes.training_type,
        -- scores are scaled by the family, so that the random effect has no level of two families
        case
            when evaluations.architecture_source = 'base family' and sizes.statistics != 'paper'
                then sizes.architecture_family
            else evaluations.architecture
        end as architecture,
        sizes.architecture_family,
        evaluations.base_family,
        -- who published the weights; of a name that says none, the model itself
        lower(split_part(evaluations.model_name, '/', 1)) as uploader,
        evaluations.is_base_family_resolved
    from {{ ref('int_cohort_sizes_chosen') }} as sizes
    inner join {{ ref('fct_evaluations') }} as evaluations on sizes.evaluation_id = evaluations.evaluation_id
    where sizes.statistics in ('all', 'paper')

),

-- the commonest size of a family is its base's
counted as (

    select
        cohort_id,
        base_family,
        log_parameters_b,
        count(*) as n_obs
    from members
    where log_parameters_b is not null
    group by cohort_id, base_family, log_parameters_b

),

families as (

    select * from counted
    qualify row_number() over (partition by cohort_id, base_family order by n_obs desc, log_parameters_b) = 1

)

select
    members.* exclude (is_base_family_resolved),
    coalesce(
        members.is_base_family_resolved
        and abs(members.log_parameters_b - families.log_parameters_b) > ln({{ var('off_size_ratio') }}),
        false
    ) as is_off_family_size
from members
left join families on members.cohort_id = families.cohort_id and members.base_family = families.base_family
