-- Does an ability emerge with size? The verdict on each benchmark and scale of the score.
select
    cohort_id,
    benchmark_order,
    benchmark_name,
    score_scale_order,
    score_scale_name,
    verdict,
    n_obs,
    best_model,
    sharp_delta_bic,
    p_fall,
    error_ratio
from reporting.rpt_emergence
order by cohort_id, benchmark_order, score_scale_order;
