-- Explained deviance of the interplay models of the paper's rows before and after scaling, in percent,
-- the largest gain first.
select
    benchmark_name,
    plain.n_obs,
    100 * plain.deviance_explained as unscaled_pct,
    100 * scaled.deviance_explained as scaled_pct
from statistics.stat_gamm_fits as plain
inner join statistics.stat_gamm_fits as scaled using (cohort_id, engine, benchmark_id)
inner join marts.dim_benchmarks using (benchmark_id)
where
    plain.gamm = 'interplay' and scaled.gamm = 'interplay_scaled'
    and cohort_id = 'paper_2024_01' and engine = 'reml'
    and plain.status = 'ok' and scaled.status = 'ok'
order by scaled_pct - unscaled_pct desc;
