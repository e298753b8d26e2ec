-- What size, date and reasoning go with today, in the source with the most evaluations that can say: the numbers that
-- the front page cites.
select
    cohort_name,
    year,
    n_evaluations,
    n_size,
    n_size_rising,
    size_slope,
    n_date,
    n_date_rising,
    date_slope,
    open_difference,
    n_modes,
    reasoning_min,
    reasoning_max,
    n_makers_max as n_developers
from reporting.rpt_field_sources
where date_slope is not null
order by n_evaluations desc, cohort_id asc
limit 1;
