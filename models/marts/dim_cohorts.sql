select
    cohorts.cohort_id,
    cohorts.cohort_name,
    roles.role as cohort_role,
    (
        row_number() over (order by snapshots.taken_on, len(cohorts.evaluation_ids), cohorts.cohort_id)
    )::integer as cohort_order,
    cohorts.snapshot_id,
    cohorts.description,
    cohorts.parameter_range_scheme,
    cohorts.predicate,
    coalesce(switches.statistics, 'all') as statistics,
    len(cohorts.evaluation_ids) as n_evaluations,
    snapshots.source,
    snapshots.taken_on,
    snapshots.data_source,
    row_number() over (
        partition by cohorts.snapshot_id order by len(cohorts.evaluation_ids) desc, cohorts.cohort_id asc
    ) = 1 as is_widest,
    cohorts.status
from {{ ref('int_cohorts_checked') }} as cohorts
left join {{ ref('cohort_statistics') }} as switches on cohorts.cohort_id = switches.cohort_id
left join {{ ref('cohort_roles') }} as roles on cohorts.cohort_id = roles.cohort_id
left join {{ ref('dim_snapshots') }} as snapshots on cohorts.snapshot_id = snapshots.snapshot_id
