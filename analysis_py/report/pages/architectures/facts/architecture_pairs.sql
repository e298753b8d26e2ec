-- How many pairs of architecture families differ significantly, over all benchmarks, by three tests.
select
    cohort_id,
    cohort_name,
    count(*) filter (where method = 'tukey_kramer' and rpt_group_differences.status = 'ok') as n_pairs,
    count(*) filter (where method = 'tukey_kramer' and is_significant) as n_raw,
    count(*) filter (where method = 'games_howell' and is_significant) as n_unequal,
    count(*) filter (where is_default and is_significant) as n_clustered,
    count(*) filter (where is_default and df_den < 4) as n_untrusted
from reporting.rpt_group_differences
inner join marts.dim_cohorts using (cohort_id, cohort_name)
inner join marts.dim_snapshots using (snapshot_id)
where factor = 'architecture_family'
group by cohort_id, cohort_name, taken_on, n_evaluations
having n_pairs > 0
order by taken_on, n_evaluations;
