-- What reasoning adds within the same weights, over the benchmarks that show it.
with populations as (

    select cohort_id
    from marts.dim_cohorts
    qualify row_number() over (partition by snapshot_id order by n_evaluations desc, cohort_id asc) = 1

)

select
    count(*) as n_benchmarks,
    min(estimate) as lowest,
    max(estimate) as highest,
    min(share_positive) as share_lowest,
    min(n_developers) as n_makers_min,
    max(n_developers) as n_makers_max
from statistics.stat_field_modes
semi join populations using (cohort_id)
where status = 'ok' and comparison = 'reasoning − not reasoning'
having count(*) > 0;
