-- How far each score moves with each other score and with size, given all the rest (Fig. 6 in brief).
select
    cohort_id,
    benchmark_name as response,
    benchmark_order as response_order,
    predictor_name as predictor,
    predictor_order,
    n_obs,
    change_pct,
    edf,
    p_value,
    is_significant,
    round(predictor_p10, 2) as predictor_p10,
    round(predictor_p90, 2) as predictor_p90
from reporting.rpt_interplay
order by cohort_id asc, response_order asc, predictor_order asc;
