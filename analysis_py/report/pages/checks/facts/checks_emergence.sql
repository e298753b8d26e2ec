-- Whether a jump was found on the widest population of each snapshot, and what the test could find.
with populations as (

    select *
    from marts.dim_cohorts
    where cohort_id in (select cohort_id from statistics.stat_emergence_tests)
    qualify row_number() over (partition by snapshot_id order by n_evaluations desc, cohort_id asc) = 1

)

select
    populations.cohort_name,
    benchmarks.benchmark_name,
    tests.predictor,
    max(tests.n_obs) as n_obs,
    count(*) filter (where tests.is_found) as n_found,
    count(*) as n_scales,
    min(tests.p_value) as p_value,
    max(tests.false_alarm_rate) as false_alarm_rate,
    min(tests.power_at_jump) as power_lowest,
    max(tests.power_at_jump) as power_highest
from statistics.stat_emergence_tests as tests
inner join populations on tests.cohort_id = populations.cohort_id
inner join marts.dim_benchmarks as benchmarks on tests.benchmark_id = benchmarks.benchmark_id
where tests.status = 'ok'
group by
    populations.cohort_id,
    populations.cohort_name,
    populations.n_evaluations,
    benchmarks.benchmark_name,
    benchmarks.benchmark_order,
    tests.predictor
order by
    populations.n_evaluations asc,
    populations.cohort_name asc,
    benchmarks.benchmark_order asc,
    benchmarks.benchmark_name asc,
    tests.predictor asc;
