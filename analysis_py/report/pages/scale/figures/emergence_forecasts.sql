-- Do smaller models foretell larger ones? Error of a line beyond a cut, relative to its error up to it.
with forecasts as (
    select * from statistics.stat_emergence_forecasts
    where error_ratio is not null and cut != 'claim'
),

scales as (
    select distinct
        score_scale,
        score_scale_name,
        score_scale_order
    from reporting.rpt_emergence
)

select
    cohort_id,
    if(cut = 'quantile', 'share of the base models', 'where one step fits best') as cut,
    benchmark_order,
    format(
        '{}|n = {} + {}', benchmark_name,
        max(n_within) filter (where score_scale = 'raw') over benchmarks,
        max(n_beyond) filter (where score_scale = 'raw') over benchmarks
    ) as benchmark,
    score_scale_name,
    cut_b,
    n_within,
    n_beyond,
    error_ratio,
    error_ratio_ci_low,
    error_ratio_ci_high,
    is_underpredicted
from forecasts
inner join scales using (score_scale)
inner join marts.dim_benchmarks using (benchmark_id)
window benchmarks as (partition by cohort_id, forecasts.cut, benchmark_id)
order by cohort_id, cut, benchmark_order, score_scale_order;
