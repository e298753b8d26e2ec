-- Zero-shot scores by model size, relative to the average model (Fig. 12). The first point of a curve also
-- carries n, edf and p.
select
    benchmark_name as panel,
    benchmark_order,
    parameters_b,
    relative_score,
    relative_score_low,
    relative_score_high,
    growth_pct,
    direction,
    if(grid_point = 1, n_obs, null) as n_obs,
    if(grid_point = 1, edf, null) as edf,
    if(grid_point = 1, p_value, null) as p_value
from reporting.rpt_size_curves
where
    gamm = 'size' and cohort_id = 'supplementary' and engine = 'reml'
    and (grid_point % 2 = 1 or grid_point = 100)
order by benchmark_order, parameters_b;
