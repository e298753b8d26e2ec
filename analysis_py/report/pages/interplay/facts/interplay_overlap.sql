-- How much of the curves of each predictor the other terms could say: median over the scores explained.
select
    predictor_name,
    predictor,
    median(concurvity) filter (cohort_role = 'paper') as paper_rows,
    median(concurvity) filter (cohort_role = 'headline') as january,
    count(*) filter (cohort_role = 'paper' and concurvity > 0.8) as n_high,
    count(*) filter (cohort_role = 'paper') as n_curves
from reporting.rpt_interplay
where engine = 'reml' and cohort_role in ('paper', 'headline')
group by predictor_name, predictor, predictor_order
order by predictor_order;
