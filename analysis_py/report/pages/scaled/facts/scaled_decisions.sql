-- How many smooths of the paper's rows change their decision when the scores are scaled, by model.
select
    gamm,
    count(*) as n_smooths,
    count(*) filter (is_significant and not is_significant_scaled) as n_lost,
    count(*) filter (not is_significant and is_significant_scaled) as n_won
from reporting.rpt_gamm_terms
where cohort_role = 'paper' and engine = 'reml' and is_significant_scaled is not null and starts_with(term, 's(log_')
group by gamm
order by gamm;
