-- The day of the snapshot of every cohort.
select
    cohorts.cohort_id,
    snapshots.source,
    snapshots.taken_on
from {{ ref('dim_cohorts') }} as cohorts
inner join {{ ref('dim_snapshots') }} as snapshots on cohorts.snapshot_id = snapshots.snapshot_id
where snapshots.taken_on is not null
