with cohorts as (

    select * from {{ ref('int_cohorts_checked') }}

),

switches as (

    select * from {{ ref('cohort_statistics') }}

),

roles as (

    select * from {{ ref('cohort_roles') }}

)

select
    cohorts.cohort_id,
    cohorts.cohort_name,
    roles.role as cohort_role,
    cohorts.snapshot_id,
    cohorts.description,
    cohorts.parameter_range_scheme,
    cohorts.predicate,
    coalesce(switches.statistics, 'all') as statistics,
    len(cohorts.evaluation_ids) as n_evaluations,
    cohorts.status
from cohorts
left join switches on cohorts.cohort_id = switches.cohort_id
left join roles on cohorts.cohort_id = roles.cohort_id
