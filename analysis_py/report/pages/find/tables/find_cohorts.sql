-- The populations to search, the newest that many models are in first.
select
    cohorts.cohort_id,
    cohorts.cohort_name,
    cohorts.n_evaluations
from marts.dim_cohorts as cohorts
inner join marts.dim_snapshots as snapshots on cohorts.snapshot_id = snapshots.snapshot_id
where cohorts.n_evaluations > 0
order by
    cohorts.n_evaluations >= 1000 desc, snapshots.taken_on desc, cohorts.n_evaluations desc, cohorts.cohort_id asc;
