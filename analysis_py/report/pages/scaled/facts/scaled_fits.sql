-- Explained deviance of the interplay models of the paper's rows before and after scaling, in percent,
-- the largest gain first.
select
    benchmark_name,
    max(n_obs) filter (gamm = 'interplay') as n_obs,
    100 * max(deviance_explained) filter (gamm = 'interplay') as unscaled_pct,
    100 * max(deviance_explained) filter (gamm = 'interplay_scaled') as scaled_pct
from statistics.stat_gamm_fits
where cohort_role = 'paper' and engine = 'reml' and status = 'ok' and gamm in ('interplay', 'interplay_scaled')
group by benchmark_name
having unscaled_pct is not null and scaled_pct is not null
order by scaled_pct - unscaled_pct desc;
