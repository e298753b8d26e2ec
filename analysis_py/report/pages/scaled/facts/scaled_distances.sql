-- How far scaling moves the curves of size on the paper's rows, in percent of their ranges, by model.
select
    gamm,
    count(*) as n_curves,
    100 * median(scaling_share) as median_pct,
    100 * max(scaling_share) as max_pct,
    arg_max(benchmark_name, scaling_share) as most_moved
from reporting.rpt_gamm_terms
where cohort_role = 'paper' and engine = 'reml' and scaling_share is not null
group by gamm
order by gamm;
