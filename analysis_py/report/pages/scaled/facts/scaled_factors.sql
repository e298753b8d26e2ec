-- The factor of the most and of the least frequent architecture family of the paper's rows: all
-- evaluations, over the number of families times the evaluations of the family.
with families as (
    select
        architecture_family,
        count(*) as n_obs
    from reporting.rpt_evaluations
    where cohort_role = 'paper'
    group by architecture_family
)

select
    architecture_family,
    n_obs,
    sum(n_obs) over () / (count(*) over () * n_obs) as factor
from families
qualify
    row_number() over (order by n_obs desc, architecture_family asc) = 1
    or row_number() over (order by n_obs, architecture_family) = 1
order by n_obs desc;
