-- Share of the deviance that the interplay models explain, on the scores as they are and on scaled ones.
select
    cohort_id,
    engine,
    benchmark_name as benchmark,
    benchmark_order,
    max(n_obs) filter (gamm = 'interplay') as n_obs,
    100 * max(deviance_explained) filter (gamm = 'interplay') as unscaled_pct,
    100 * max(deviance_explained) filter (gamm = 'interplay_scaled') as scaled_pct
from statistics.stat_gamm_fits
where status = 'ok' and gamm in ('interplay', 'interplay_scaled')
group by all
having unscaled_pct is not null and scaled_pct is not null
order by cohort_id asc, engine desc, benchmark_order asc;
