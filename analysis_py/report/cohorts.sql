-- The populations to choose from: older boards and smaller populations first.
select
    cohort_id,
    format('{} · {:,} evaluations', cohort_name, n_evaluations) as words
from marts.dim_cohorts
inner join marts.dim_snapshots using (snapshot_id)
where n_evaluations > 0
order by taken_on, n_evaluations, cohort_id;
