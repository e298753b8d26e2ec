-- How much of the spread lies between base models, and what the rows are worth for a plain mean.
select
    cohort_id,
    cohort_name,
    max(n_obs) as n_obs,
    max(n_clusters) as n_bases,
    min(estimate) as icc_low,
    max(estimate) as icc_high,
    min(n_effective) as effective_low,
    max(n_effective) as effective_high
from statistics.stat_dependence
inner join marts.dim_cohorts using (cohort_id)
where method = 'anova' and stat_dependence.status = 'ok' and cohort_id in ('paper_2024_01', 'january_2024')
group by all
order by cohort_id desc;
