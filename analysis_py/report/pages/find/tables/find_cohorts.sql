-- The populations to search, the newest that many models are in first.
select
    cohort_id,
    cohort_name,
    n_evaluations
from marts.dim_cohorts
where n_evaluations > 0
order by n_evaluations >= 1000 desc, taken_on desc, n_evaluations desc, cohort_id asc;
