-- How far each score moves with each other score and with size, given all the rest (Fig. 6 in brief).
select
    cohort_id,
    engine,
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
where cohort_role is distinct from 'supplementary'
order by cohort_id asc, engine desc, response_order asc, predictor_order asc;
