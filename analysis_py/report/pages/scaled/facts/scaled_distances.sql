-- How far scaling moves the curves of size on the paper's rows, in percent of their ranges, by model.
select
    gamm,
    count(*) as n_curves,
    100 * median(max_difference_share) as median_pct,
    100 * max(max_difference_share) as max_pct,
    arg_max(benchmark_name, max_difference_share) as most_moved,
    count(*) filter (max_difference_share > 0.05) as n_beyond_5_pct
from statistics.stat_gamm_scaling
inner join marts.dim_benchmarks using (benchmark_id)
where cohort_id = 'paper_2024_01' and engine = 'reml'
group by gamm
order by gamm;
