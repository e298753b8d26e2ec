-- One score over each other score and over size, given all the rest (Fig. 6). Straighter curves need
-- fewer points. The first point of a curve also carries what is written above it and where the middle
-- 80 % of the predictor begins and ends. Of the populations that claims are judged on; the supplementary
-- one has a page of its own.
select
    curves.cohort_id,
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
    gamm = 'interplay' and curves.engine = 'reml'
    and cohort_id in (select cohort_id from reporting.rpt_claims where is_in_report) and curves.cohort_role is distinct from 'supplementary'
    and (
        grid_point % (case when curves.edf < 1.5 then 18 when curves.edf < 4 then 11 else 7 end) = 1
        or grid_point = 100
    )
order by curves.cohort_id, curves.benchmark_order, panel_order, predictor_value;
