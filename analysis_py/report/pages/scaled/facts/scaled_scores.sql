-- The highest scaled score of each benchmark of the paper's rows, in "percent".
select
    predictor_name,
    max(predictor_value) as highest_pct
from reporting.rpt_interplay_curves
where is_scaled and cohort_role = 'paper' and engine = 'reml' and predictor <> 'parameters_b'
group by predictor_name, predictor_order
order by predictor_order;
