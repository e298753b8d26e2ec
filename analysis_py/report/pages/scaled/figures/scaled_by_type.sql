-- The curves of size within each training type on scaled scores and on the scores as they are (Fig. 10 by
-- its caption, Fig. 9 by the text). The first point of a curve also carries n and the largest distance
-- between the two in percent of the range of the unscaled one. Of the populations whose selection is examined:
-- the paper's rows, and what they were taken from.
select
    cohort_id,
    training_type,
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
    using (cohort_id, cohort_role, engine, benchmark_id, benchmark_name, benchmark_order, training_type, grid_point)
inner join reporting.rpt_gamm_terms as terms
    using (cohort_id, cohort_role, engine, benchmark_id, benchmark_name, benchmark_order, training_type)
where
    scaled.gamm = 'size_by_type_scaled' and plain.gamm = 'size_by_type' and terms.gamm = 'size_by_type'
    and engine = 'reml' and cohort_role in ('paper', 'headline') and scaling_share is not null
    and (
        grid_point % (case when scaled.edf < 1.5 then 18 when scaled.edf < 4 then 11 else 6 end) = 1
        or grid_point = 100
    )
order by cohort_id, training_type, benchmark_order, scaled.parameters_b;
