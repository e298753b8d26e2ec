-- How much of the spread of scores is the luck of which items were asked, on the widest populations.
with populations as (

    select *
    from marts.dim_cohorts
    where cohort_id in (select cohort_id from statistics.stat_measurement_noise)
    qualify row_number() over (partition by snapshot_id order by n_evaluations desc, cohort_id asc) = 1

)

select
    populations.cohort_name,
    benchmarks.benchmark_name,
    noise.n_obs,
    noise.n_items,
    noise.noise_sd,
    noise.noise_share,
    noise.noise_share_within_base
from statistics.stat_measurement_noise as noise
inner join populations on noise.cohort_id = populations.cohort_id
inner join marts.dim_benchmarks as benchmarks on noise.benchmark_id = benchmarks.benchmark_id
where noise.status = 'ok'
order by
    populations.n_evaluations asc,
    populations.cohort_name asc,
    benchmarks.benchmark_order asc,
    benchmarks.benchmark_name asc;
