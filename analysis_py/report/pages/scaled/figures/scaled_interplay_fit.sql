-- Share of the deviance that the interplay models explain, on the scores as they are and on scaled ones.
select
    cohort_id,
    engine,
    benchmark_name as benchmark,
    benchmark_order,
    plain.n_obs,
    100 * plain.deviance_explained as unscaled_pct,
    100 * scaled.deviance_explained as scaled_pct
from statistics.stat_gamm_fits as plain
inner join statistics.stat_gamm_fits as scaled using (cohort_id, engine, benchmark_id)
inner join marts.dim_benchmarks using (benchmark_id)
where
    plain.gamm = 'interplay' and scaled.gamm = 'interplay_scaled'
    and plain.status = 'ok' and scaled.status = 'ok'
order by cohort_id asc, engine desc, benchmark_order asc;
