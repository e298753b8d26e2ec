-- How many evaluations of each population are indistinguishable from the best, by the average of all benchmarks.
select
    cohort_name,
    n_models,
    count(*) filter (where is_among_best) as n_among_best,
    median(rank_high - rank_low + 1) as median_width
from reporting.rpt_model_ranks
where benchmark_id = 'average' and status = 'ok'
group by cohort_id, cohort_name, n_models
order by n_models asc, cohort_name asc;
