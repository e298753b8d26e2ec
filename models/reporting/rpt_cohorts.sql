-- The populations that a reader may choose from, and where their data come from.
select
    cohorts.* exclude (parameter_range_scheme),
    (
        row_number() over (order by snapshots.taken_on, cohorts.n_evaluations, cohorts.cohort_id)
    )::integer as cohort_order,
    snapshots.source,
    snapshots.taken_on,
    snapshots.data_source,
    row_number() over (
        partition by cohorts.snapshot_id order by cohorts.n_evaluations desc, cohorts.cohort_id asc
    ) = 1 as is_widest
from {{ ref('dim_cohorts') }} as cohorts
left join {{ ref('dim_snapshots') }} as snapshots on cohorts.snapshot_id = snapshots.snapshot_id
