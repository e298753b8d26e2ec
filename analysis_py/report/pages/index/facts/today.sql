-- What size and date go with today, in the source with the most evaluations that can say: counts of tests.
select
    cohort_name,
    year,
    n_size,
    n_size_rising,
    n_date,
    n_date_rising
from reporting.rpt_field_sources
where n_size > 0 and n_date > 0
order by n_evaluations desc, cohort_id asc
limit 1;
