-- For how many of the other zero-shot scores each one counts, by the p-value of its term, adjusted for the scores, and by the band of the slope
-- that holds for the whole curve, and how much of its curves the other terms could say.
select
    predictor,
    predictor_name,
    min(n_obs) as n_obs,
    count(*) as n_scores,
    count(*) filter (is_significant) as n_by_p,
    count(*) filter (direction <> 'neither') as n_by_band,
    median(concurvity) as concurvity,
    min(concurvity) as concurvity_min
from reporting.rpt_interplay
where cohort_role = 'supplementary' and engine = 'reml' and predictor <> 'parameters_b'
group by predictor, predictor_name, predictor_order
order by predictor_order;
