-- How many pairs of architecture families differ significantly, over all benchmarks, by three tests.
select
    rpt_cohorts.cohort_role,
    cohort_name,
    count(*) filter (where method = 'tukey_kramer' and rpt_group_differences.status = 'ok') as n_pairs,
    count(*) filter (where method = 'tukey_kramer' and is_significant) as n_raw,
    count(*) filter (where method = 'games_howell' and is_significant) as n_unequal,
    count(*) filter (where is_default and is_significant) as n_clustered,
    count(*) filter (where is_default and has_few_df) as n_untrusted
from reporting.rpt_group_differences
inner join reporting.rpt_cohorts using (cohort_id, cohort_name)
where factor = 'architecture_family'
group by rpt_cohorts.cohort_role, cohort_name, cohort_order
having n_pairs > 0
order by cohort_order;
