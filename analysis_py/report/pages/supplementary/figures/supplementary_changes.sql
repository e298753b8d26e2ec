-- How far each zero-shot score moves with each other one and with size, given all the rest.
select
    benchmark_name as response,
    benchmark_order as response_order,
    predictor_name as predictor,
    predictor_order,
    n_obs,
    change_pct,
    swing_pct,
    edf,
    p_value,
    is_significant,
    coalesce(direction, 'not computed') as direction,
    round(predictor_p10, 2) as predictor_p10,
    round(predictor_p90, 2) as predictor_p90
from reporting.rpt_interplay
where cohort_role = 'supplementary' and engine = 'reml'
order by response_order, predictor_order;
