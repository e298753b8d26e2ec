-- Groups that the paper's printed tests lack, and how many evaluations each test rests on.
with every_table as (
    select max(n_obs) as n_obs_most from claims.published_tables_recovered
)

select
    factor,
    missing_groups,
    count(*) as n_tables,
    min(n_obs) as n_obs,
    any_value(n_obs_most) as n_obs_most
from claims.published_tables_recovered
cross join every_table
where missing_groups != '' and n_obs is not null
group by factor, missing_groups
order by factor;
