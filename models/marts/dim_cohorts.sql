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
from {{ ref('int_cohorts_checked') }} as cohorts
left join {{ ref('cohort_statistics') }} as switches on cohorts.cohort_id = switches.cohort_id
left join {{ ref('cohort_roles') }} as roles on cohorts.cohort_id = roles.cohort_id
