-- The curves of size on scaled scores (Fig. 8) and on the scores as they are. The first point of a curve
-- also carries n and the largest distance between the two in percent of the range of the unscaled one,
-- of the populations that claims are judged on.
select
    cohort_id,
    engine,
    benchmark_name as panel,
    benchmark_order,
    scaled.parameters_b,
    scaled.relative_score,
    scaled.relative_score_low,
    scaled.relative_score_high,
    plain.relative_score as unscaled,
    if(grid_point = 1, scaled.n_obs, null) as n_obs,
    if(grid_point = 1, 100 * scaling_share, null) as difference_pct
from reporting.rpt_size_curves as scaled
inner join reporting.rpt_size_curves as plain
    using (cohort_id, engine, benchmark_id, benchmark_name, benchmark_order, training_type, grid_point)
inner join reporting.rpt_gamm_terms as terms
    using (cohort_id, engine, benchmark_id, benchmark_name, benchmark_order, training_type)
where
    scaled.gamm = 'size_scaled' and plain.gamm = 'size' and terms.gamm = 'size' and scaling_share is not null
    and cohort_id in (select cohort_id from reporting.rpt_claims where is_in_report)
    and (grid_point % 6 = 1 or grid_point = 100)
order by cohort_id asc, engine desc, benchmark_order asc, scaled.parameters_b asc;
