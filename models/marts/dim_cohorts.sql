with cohorts as (

    select * from {{ ref('cohorts') }}

),

members as (

    select
        cohort_id,
        count(*) as n_evaluations
    from {{ ref('bridge_cohort_evaluations') }}
    group by cohort_id

)

select
    cohorts.cohort_id,
    cohorts.cohort_name,
    cohorts.snapshot_id,
    cohorts.description,
    cohorts.parameter_range_scheme,
    cohorts.predicate,
    coalesce(members.n_evaluations, 0) as n_evaluations
from cohorts
left join members on cohorts.cohort_id = members.cohort_id
