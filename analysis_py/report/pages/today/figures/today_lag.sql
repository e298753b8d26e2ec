-- How many months open models lag behind closed ones, year by year.
select
    cohort_id,
    cohort_name,
    window_name,
    lag_months,
    lag_low,
    lag_high,
    gap_points,
    gap_low,
    gap_high,
    n_months
from statistics.stat_ability_lags
where status = 'ok'
order by
    count(*) over (partition by cohort_id) desc, cohort_name asc,
    not regexp_full_match(window_name, '[0-9]{4}'), window_name asc;
