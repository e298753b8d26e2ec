-- What size, date and reasoning go with today, in the source with the most evaluations that can say: the numbers that
-- the front page cites.
with sources as (
    select
        cohort_id,
        cohort_name,
        year(taken_on::date) as year,
        dim_cohorts.n_evaluations
    from marts.dim_cohorts
    inner join marts.dim_snapshots using (snapshot_id)
    where cohort_id in (select cohort_id from statistics.stat_field_slopes where status = 'ok' and model = 'date')
    order by dim_cohorts.n_evaluations desc, cohort_id asc
    limit 1
),

slopes as (
    select
        cohort_id,
        count(is_significant) filter (where model = 'total') as n_size,
        count(*) filter (where model = 'total' and is_significant and estimate > 0) as n_size_rising,
        median(estimate) filter (where model = 'total') as size_slope,
        count(is_significant) filter (where model = 'date') as n_date,
        count(*) filter (where model = 'date' and is_significant and estimate > 0) as n_date_rising,
        median(estimate) filter (where model = 'date') as date_slope,
        median(estimate) filter (where model = 'open at equal date') as open_difference
    from statistics.stat_field_slopes
    where status = 'ok'
    group by cohort_id
),

modes as (
    select
        cohort_id,
        count(*) as n_modes,
        min(estimate) as reasoning_min,
        max(estimate) as reasoning_max,
        max(n_developers) as n_developers
    from statistics.stat_field_modes
    where status = 'ok' and comparison = 'reasoning − not reasoning'
    group by cohort_id
),

ends as (
    select
        cohort_id,
        arg_min(estimate, abs(x - log2(7))) as at_7b,
        arg_min(estimate, abs(x - log2(70))) as at_70b
    from statistics.stat_field_curves
    where predictor = 'log2_total'
    group by cohort_id, benchmark_id
    having min(x) < log2(8) and max(x) > log2(60)
),

growth as (
    select
        cohort_id,
        count(*) as n_grown,
        count(*) filter (where at_70b > at_7b) as n_higher
    from ends
    group by cohort_id
)

select * exclude (cohort_id)
from sources
inner join slopes using (cohort_id)
left join modes using (cohort_id)
left join growth using (cohort_id);
