-- Groups that the paper's printed tests lack, and how many evaluations each test rests on.
select
    factor,
    missing_groups,
    min(n_obs) as n_obs,
    any_value(n_obs_most) as n_obs_most
from (select *, max(n_obs) over () as n_obs_most from claims.published_tables_recovered) as printed
where missing_groups != '' and n_obs is not null
group by factor, missing_groups
order by factor;
