-- The populations to choose from: older boards and smaller populations first.
select
    cohort_id,
    format('{} · {:,} evaluations', cohort_name, n_evaluations) as words,
    cohort_role
from marts.dim_cohorts
where n_evaluations > 0
order by cohort_order;
