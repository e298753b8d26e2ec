-- Which of the supplementary models could be fitted, on how many evaluations, and what was left out.
select
    benchmark_id,
    benchmark_name,
    gamm,
    n_obs,
    n_obs + n_dropped as n_evaluations,
    status = 'ok' as is_fitted,
    status,
    notes
from statistics.stat_gamm_fits
where cohort_role = 'supplementary' and gamm in ('size', 'interplay') and engine = 'reml'
order by gamm desc, benchmark_order asc;
