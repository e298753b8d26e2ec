-- How many conclusions from curves of size depend on the scale of the score, in each population.
select
    cohort_id,
    cohort_name,
    count(*) as n_conclusions,
    count(*) filter (where depends_on_scale) as n_dependent,
    count(*) filter (where depends_on_zeros) as n_by_zeros,
    count(*) filter (where depends_on_scale and conclusion in ('grows_overall', 'grows_beyond_13b')) as n_growth
from statistics.stat_scale_dependence
inner join marts.dim_cohorts using (cohort_id)
where stat_scale_dependence.status = 'ok'
group by cohort_id, cohort_name
order by cohort_id != 'paper_2024_01', cohort_name, cohort_id;
