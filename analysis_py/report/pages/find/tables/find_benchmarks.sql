-- The benchmarks of every population, their average first, and on how many base families a curve rests.
with scored as (

    select distinct
        bridge.cohort_id,
        scores.benchmark_id
    from marts.bridge_cohort_evaluations as bridge
    inner join marts.fct_scores as scores on bridge.evaluation_id = scores.evaluation_id

),

averaged as (

    select distinct
        cohort_id,
        benchmark_id
    from statistics.stat_model_ranks
    where benchmark_id = 'average'

),

curves as (

    select distinct
        cohort_id,
        benchmark_id,
        n_base_families
    from statistics.stat_prediction_coverage
    where predicted_from = 'size'

)

select
    scored.cohort_id,
    scored.benchmark_id,
    benchmarks.benchmark_name,
    benchmarks.benchmark_order,
    curves.n_base_families
from scored
inner join marts.dim_benchmarks as benchmarks on scored.benchmark_id = benchmarks.benchmark_id
left join curves on scored.cohort_id = curves.cohort_id and scored.benchmark_id = curves.benchmark_id
union all
select
    cohort_id,
    benchmark_id,
    'Average' as benchmark_name,
    0 as benchmark_order,
    null as n_base_families
from averaged
order by cohort_id asc, benchmark_order asc, benchmark_id asc;
