-- How many evaluations of each population are indistinguishable from the best, by the average of all benchmarks.
select
    cohorts.cohort_name,
    ranks.n_models,
    count(*) filter (where ranks.is_among_best) as n_among_best,
    median(ranks.rank_high - ranks.rank_low + 1) as median_width
from statistics.stat_model_ranks as ranks
inner join marts.dim_cohorts as cohorts on ranks.cohort_id = cohorts.cohort_id
where ranks.benchmark_id = 'average' and ranks.status = 'ok'
group by cohorts.cohort_id, cohorts.cohort_name, ranks.n_models
order by ranks.n_models asc, cohorts.cohort_name asc;
