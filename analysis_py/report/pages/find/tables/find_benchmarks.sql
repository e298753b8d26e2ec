-- The benchmarks of every population, their average first, and on how many base families a curve rests.
with curves as (
    select distinct
        cohort_id,
        benchmark_id,
        n_base_families
    from statistics.stat_prediction_coverage
    where predicted_from = 'size' and status = 'ok'
)

select distinct
    scores.cohort_id,
    scores.benchmark_id,
    scores.benchmark_name,
    scores.benchmark_order,
    curves.n_base_families
from reporting.rpt_scores as scores
left join curves on scores.cohort_id = curves.cohort_id and scores.benchmark_id = curves.benchmark_id
union all
select distinct
    cohort_id,
    benchmark_id,
    benchmark_name,
    benchmark_order,
    null as n_base_families
from statistics.stat_model_ranks
where benchmark_id = 'average'
order by cohort_id asc, benchmark_order asc, benchmark_id asc;
