-- The curves of size within each training type on scaled scores and on the scores as they are (Fig. 10 by
-- its caption, Fig. 9 by the text). The first point of a curve also carries n and the largest distance
-- between the two in percent of the range of the unscaled one. Of the populations whose selection is examined:
-- the paper's rows, and what they were taken from.
select
    scaled.cohort_id,
    scaled.training_type,
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
inner join statistics.stat_gamm_scaling as scaling
    on scaled.cohort_id = scaling.cohort_id and scaled.engine = scaling.engine
    and scaled.benchmark_id = scaling.benchmark_id and plain.gamm = scaling.gamm
    and scaling.term = 's(log_parameters_b):training_type=' || scaled.training_type
where
    scaled.gamm = 'size_by_type_scaled' and plain.gamm = 'size_by_type'
    and scaled.engine = 'reml' and scaled.cohort_id in (select cohort_id from statistics.stat_selection)
    and (
        scaled.grid_point % (case when scaled.edf < 1.5 then 18 when scaled.edf < 4 then 11 else 6 end) = 1
        or scaled.grid_point = 100
    )
order by
    scaled.cohort_id, scaled.training_type, scaled.benchmark_order,
    scaled.parameters_b;
