-- Does an ability emerge with size? The verdict on each benchmark and scale of the score.
select
    cohort_id,
    benchmark_order,
    benchmark_name,
    format(
        '{}|n = {}', benchmark_name,
        if(
            min(nullif(n_obs, 0)) over score = max(n_obs) over score,
            format('{:,}', max(n_obs) over score),
            format('{:,} to {:,}', min(nullif(n_obs, 0)) over score, max(n_obs) over score)
        )
    ) as label,
    score_scale_order,
    score_scale_name,
    verdict,
    n_obs,
    best_model,
    sharp_delta_bic,
    p_fall,
    error_ratio
from reporting.rpt_emergence
window score as (partition by cohort_id, benchmark_id)
order by cohort_id, benchmark_order, score_scale_order;
