-- The populations, with the predicate over marts.fct_evaluations that makes each, or why none does.
select
    cohort_id,
    cohort_name,
    snapshot_id,
    description,
    predicate,
    n_evaluations,
    status
from marts.dim_cohorts left join marts.dim_snapshots using (snapshot_id)
order by taken_on, n_evaluations, cohort_id;
