-- What each population of configurations holds, and what could be found out on it.
with populations as (

    select *
    from marts.dim_cohorts
    qualify row_number() over (partition by snapshot_id order by n_evaluations desc, cohort_id asc) = 1

),

coverage as (

    select
        cohort_id,
        count(*) as n_benchmarks,
        count(*) filter (where is_computed) as n_computed,
        sum(n_obs)::integer as n_scores,
        sum(n_sized)::integer as n_sized,
        sum(n_third_party)::integer as n_third_party,
        sum(n_developer_reported)::integer as n_developer_reported
    from statistics.stat_field_coverage
    group by cohort_id

),

slopes as (

    select
        cohort_id,
        count(is_significant) filter (where model = 'total') as n_size,
        count(*) filter (where model = 'total' and is_significant and estimate > 0) as n_size_rising,
        count(*) filter (where model = 'total' and is_significant and estimate < 0) as n_size_falling,
        median(estimate) filter (where model = 'total') as size_slope,
        count(is_significant) filter (where model = 'date') as n_date,
        count(*) filter (where model = 'date' and is_significant and estimate > 0) as n_date_rising,
        median(estimate) filter (where model = 'date') as date_slope,
        count(is_significant) filter (where model = 'open at equal date') as n_open,
        count(*) filter (where model = 'open at equal date' and is_significant and estimate < 0) as n_open_behind,
        median(estimate) filter (where model = 'open at equal date') as open_difference
    from statistics.stat_field_slopes
    where status = 'ok'
    group by cohort_id

),

measures as (

    select
        cohort_id,
        count(*) as n_rivals,
        count(*) filter (where verdict = 'total') as n_total,
        count(*) filter (where verdict = 'active') as n_active
    from statistics.stat_field_size_measures
    where status = 'ok'
    group by cohort_id

),

progress as (

    select
        cohort_id,
        count(*) as n_split,
        median(size_only) as size_only,
        median(date_only) as date_only,
        median(shared) as shared
    from statistics.stat_field_progress
    where status = 'ok'
    group by cohort_id

)

select
    populations.cohort_name,
    populations.n_evaluations,
    coverage.* exclude (cohort_id),
    slopes.* exclude (cohort_id),
    measures.* exclude (cohort_id),
    progress.* exclude (cohort_id)
from populations
inner join coverage on populations.cohort_id = coverage.cohort_id
left join slopes on populations.cohort_id = slopes.cohort_id
left join measures on populations.cohort_id = measures.cohort_id
left join progress on populations.cohort_id = progress.cohort_id
order by populations.n_evaluations desc, populations.cohort_name asc;
