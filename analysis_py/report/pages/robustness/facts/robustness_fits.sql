-- Bases that may be too small, in the fits of each population.
with bases as (
    select
        cohort_id,
        count(*) as n_curves,
        count(*) filter (where is_failing) as n_patterns,
        count(*) filter (where is_failing and is_used_up) as n_used_up
    from reporting.rpt_gamm_terms
    where engine = 'reml' and k_index is not null
    group by cohort_id
)

select
    cohort_role,
    bases.* exclude (cohort_id)
from reporting.rpt_cohorts
inner join bases using (cohort_id)
order by cohort_role is distinct from 'paper', cohort_order;
