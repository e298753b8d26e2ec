-- The sizes that cut the paper's rows into five equal parts, in billions: as printed, and as rebuilt with the sizes
-- that its authors had.
with printed as (
    select list(distinct decision_value order by decision_value) as printed_fifths
    from reporting.rpt_claims
    where measure = 'size_quantile' and group_a in ('q20', 'q40', 'q60', 'q80')
)

select
    count(*) as n_obs,
    quantile_cont(parameters_b_paper, [0.2, 0.4, 0.6, 0.8]) as fifths,
    any_value(printed_fifths) as printed_fifths
from reporting.rpt_evaluations
cross join printed
where cohort_role = 'paper' and parameters_b_paper > 0
having n_obs > 0;
