-- The populations that a reader may choose from, and where their data come from.
select
    cohorts.cohort_id,
    cohorts.cohort_name,
    cohorts.cohort_role,
    (row_number() over (order by snapshots.taken_on, cohorts.n_evaluations, cohorts.cohort_id))::integer as cohort_order,
    cohorts.description,
    cohorts.predicate,
    cohorts.statistics,
    cohorts.n_evaluations,
    cohorts.snapshot_id,
    snapshots.source,
    snapshots.taken_on,
    snapshots.data_source,
    row_number() over (
        partition by cohorts.snapshot_id order by cohorts.n_evaluations desc, cohorts.cohort_id asc
    ) = 1 as is_widest,
    cohorts.status
from {{ ref('dim_cohorts') }} as cohorts
left join {{ ref('dim_snapshots') }} as snapshots on cohorts.snapshot_id = snapshots.snapshot_id
