-- One zero-shot score over each other one and over size, given all the rest (Fig. 13). The first point
-- of a curve also carries what is written above it and where the middle 80 % of the predictor lies.
select
    curves.benchmark_name as response,
    predictor_name as panel,
    curves.predictor_order as panel_order,
    predictor_value,
    relative_score,
    relative_score_low,
    relative_score_high,
    if(grid_point = 1, curves.n_obs, null) as n_obs,
    if(grid_point = 1, curves.edf, null) as edf,
    if(grid_point = 1, curves.p_value, null) as p_value,
    if(grid_point = 1, predictor_p10, null) as predictor_p10,
    if(grid_point = 1, predictor_p90, null) as predictor_p90
from reporting.rpt_interplay_curves as curves
inner join reporting.rpt_interplay using (cohort_id, engine, benchmark_id, predictor, predictor_name)
where
    gamm = 'interplay' and curves.cohort_role = 'supplementary' and curves.engine = 'reml'
    and (grid_point % 5 = 1 or grid_point = 100)
order by curves.benchmark_order, panel_order, predictor_value;
