-- Forecasts of best scores that are not due, and those from past quarters with what came.
select
    cohort_id,
    cohort_name,
    benchmark_name,
    strftime(origin, '%Y-%m-%d') as origin,
    strftime(due_on, '%Y-%m-%d') as due_on,
    horizon_months || ' months' as horizon,
    last_best_pct,
    q05_pct,
    q25_pct,
    q50_pct,
    q75_pct,
    q95_pct,
    outcome_pct,
    case
        when status = 'sealed' then 'sealed'
        when is_covered then 'came inside'
        else 'came outside'
    end as result
from statistics.stat_forecasts
where method = 'ability and line'
order by
    count(*) over (partition by cohort_id) desc, cohort_name asc,
    count(*) over (partition by cohort_id, benchmark_id) desc, benchmark_name asc, due_on asc, origin asc;
