-- How forecasts from past quarters came out.
select
    cohort_id,
    horizon_months,
    method,
    count(*) as n_forecasts,
    count(distinct benchmark_id) as n_benchmarks,
    count(distinct origin) as n_origins,
    avg(is_covered::integer) as coverage,
    avg(crps order by benchmark_id, origin) as crps,
    avg(abs(q50_pct - outcome_pct) order by benchmark_id, origin) as mean_absolute_error
from {{ ref('stat_forecasts') }}
where status = 'judged in the same snapshot'
group by cohort_id, horizon_months, method
