-- Do smaller models predict larger ones? Error of a line beyond a cut, relative to its error up to it.
select
    cohort_id,
    if(cut = 'quantile', 'share of the base models', 'where one step fits best') as cut,
    benchmark_order,
    format(
        '{}|n = {} + {}', benchmark_name,
        forecasts.n_within, forecasts.n_beyond
    ) as benchmark,
    score_scale_name,
    forecasts.cut_b,
    forecasts.n_within,
    forecasts.n_beyond,
    forecasts.error_ratio,
    forecasts.error_ratio_ci_low,
    forecasts.error_ratio_ci_high,
    forecasts.is_underpredicted
from statistics.stat_emergence_forecasts as forecasts
inner join reporting.rpt_emergence using (cohort_id, benchmark_id, benchmark_name, benchmark_order, score_scale)
where forecasts.error_ratio is not null and cut != 'claim'
order by cohort_id, forecasts.cut, benchmark_order, score_scale_order;
