-- How much of the curves of each predictor the other terms could say: median over the scores explained.
select
    predictor_name,
    predictor,
    median(concurvity) filter (cohort_id = 'paper_2024_01') as paper_rows,
    median(concurvity) filter (cohort_id = 'january_2024') as january,
    count(*) filter (cohort_id = 'paper_2024_01' and concurvity > 0.8) as n_high,
    count(*) filter (cohort_id = 'paper_2024_01') as n_curves
from reporting.rpt_interplay
where engine = 'reml' and cohort_id in ('paper_2024_01', 'january_2024')
group by predictor_name, predictor, predictor_order
order by predictor_order;
