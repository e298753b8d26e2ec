-- Groups that the paper's printed tests lack, and how many evaluations each test rests on.
select factor, missing_groups, count(*) as n_tables, min(n_obs) as n_obs,
       (select max(n_obs) from claims.published_tables_recovered) as n_obs_most
from claims.published_tables_recovered
where missing_groups != '' and n_obs is not null
group by factor, missing_groups
order by factor;
