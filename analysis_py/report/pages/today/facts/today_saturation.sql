-- How near the best score so far is to 100 % on the benchmarks of the newest half-year each.
with populations as (

    select cohort_id
    from marts.dim_cohorts
    qualify row_number() over (partition by snapshot_id order by n_evaluations desc, cohort_id asc) = 1

),

newest as (

    select *
    from statistics.stat_field_frontier
    semi join populations using (cohort_id)
    qualify row_number() over (partition by cohort_id, benchmark_id order by half_year desc) = 1

)

select
    count(*) as n_benchmarks,
    count(*) filter (where gap_to_ceiling_pct < 5) as n_within_5,
    count(*) filter (where gap_to_ceiling_pct > 50) as n_beyond_50
from newest
having count(*) > 0;
