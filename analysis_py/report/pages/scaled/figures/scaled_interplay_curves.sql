-- One scaled score over each other and over size on the paper's rows, given the rest (Fig. 9 by its caption,
-- Fig. 10 by the text). The first point of a curve also carries n, edf and p.
select
    benchmark_name as response,
    predictor_name as panel,
    predictor_order as panel_order,
    predictor_value,
    relative_score,
    relative_score_low,
    relative_score_high,
    if(grid_point = 1, n_obs, null) as n_obs,
    if(grid_point = 1, edf, null) as edf,
    if(grid_point = 1, p_value, null) as p_value
from reporting.rpt_interplay_curves
where
    is_scaled and engine = 'reml' and cohort_role = 'paper'
    and (grid_point % (case when edf < 1.5 then 18 when edf < 4 then 11 else 6 end) = 1 or grid_point = 100)
order by benchmark_order, panel_order, predictor_value;
