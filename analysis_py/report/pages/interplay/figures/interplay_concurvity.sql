-- How much of each curve of the interplay models the other terms could already say.
select
    cohort_id,
    benchmark_name as response,
    benchmark_order as response_order,
    predictor_name as predictor,
    predictor_order,
    n_obs,
    concurvity,
    concurvity_worst
from reporting.rpt_interplay
where engine = 'reml' and cohort_role is distinct from 'supplementary'
order by cohort_id, response_order, predictor_order;
