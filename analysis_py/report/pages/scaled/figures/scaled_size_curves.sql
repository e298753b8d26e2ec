-- The curves of size on scaled scores (Fig. 8) and on the scores as they are. The first point of a curve
-- also carries n and the largest distance between the two in percent of the range of the unscaled one,
-- of the populations that claims are judged on.
select
    scaled.cohort_id,
    scaled.engine,
    scaled.benchmark_name as panel,
    scaled.benchmark_order,
    scaled.parameters_b,
    scaled.relative_score,
    scaled.relative_score_low,
    scaled.relative_score_high,
    plain.relative_score as unscaled,
    if(scaled.grid_point = 1, scaled.n_obs, null) as n_obs,
    if(scaled.grid_point = 1, 100 * max_difference_share, null) as difference_pct
from reporting.rpt_size_curves as scaled
inner join reporting.rpt_size_curves as plain using (cohort_id, engine, benchmark_id, training_type, grid_point)
inner join statistics.stat_gamm_scaling using (cohort_id, engine, benchmark_id)
where
    scaled.gamm = 'size_scaled' and plain.gamm = 'size' and stat_gamm_scaling.gamm = 'size'
    and scaled.cohort_id in (select cohort_id from reporting.rpt_claims where is_in_report)
    and (scaled.grid_point % 6 = 1 or scaled.grid_point = 100)
order by scaled.cohort_id asc, scaled.engine desc, scaled.benchmark_order asc, scaled.parameters_b asc;
