-- The populations, with the predicate over evaluations that makes each, or why none does.
select
    cohort_id,
    cohort_name,
    snapshot_id,
    description,
    predicate,
    n_evaluations,
    status
from reporting.rpt_cohorts
order by cohort_order;
