-- How much of the spread lies between base models, and what the rows are worth for a plain mean.
select
    cohort_name,
    max(n_obs) as n_obs,
    max(n_clusters) as n_bases,
    min(estimate) as icc_low,
    max(estimate) as icc_high,
    min(n_effective) as effective_low,
    max(n_effective) as effective_high
from statistics.stat_dependence
where method = 'anova' and status = 'ok' and cohort_role in ('paper', 'headline')
group by cohort_role, cohort_name
order by cohort_role desc;
