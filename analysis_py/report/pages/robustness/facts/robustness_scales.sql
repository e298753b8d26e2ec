-- How many conclusions from curves of size depend on the scale of the score, in each population.
select
    cohort_name,
    count(*) as n_conclusions,
    count(*) filter (where depends_on_scale) as n_dependent,
    count(*) filter (where depends_on_zeros) as n_by_zeros,
    count(*) filter (where depends_on_scale and conclusion in ('grows_overall', 'grows_beyond_13b')) as n_growth
from reporting.rpt_scale_dependence
where status = 'ok'
group by cohort_id, cohort_name, cohort_role
order by cohort_role is distinct from 'paper', cohort_name, cohort_id;
