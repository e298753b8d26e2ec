-- The expected score on each benchmark, by ability, and where the most able model stands.
with frontier as (

    select
        cohort_id,
        max(points) as frontier_points
    from statistics.stat_abilities
    where status = 'ok'
    group by cohort_id

)

select
    curves.cohort_id,
    curves.cohort_name,
    curves.benchmark_name,
    curves.points,
    curves.score_pct,
    frontier.frontier_points
from statistics.stat_ability_curves as curves
inner join frontier on curves.cohort_id = frontier.cohort_id
inner join statistics.stat_ability_benchmarks as benchmarks
    on curves.cohort_id = benchmarks.cohort_id and curves.benchmark_id = benchmarks.benchmark_id
-- the benchmarks that most models share; of all, the table has the curves
qualify
    dense_rank() over (
        partition by curves.cohort_id order by benchmarks.n_models desc, benchmarks.benchmark_order asc
    ) <= 24
order by
    count(*) over (partition by curves.cohort_id) desc, curves.cohort_name asc, curves.benchmark_name asc,
    curves.points asc;
