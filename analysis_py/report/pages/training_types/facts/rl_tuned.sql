-- How many RL-tuned models there are, on how many bases, and how many of their intervals deserve trust.
select
    cohort_name,
    max(n_a) as n_rl,
    max(n_clusters_a) as n_bases,
    count(*) as n_intervals,
    count(*) filter (where is_significant) as n_significant,
    max(1 - common_share_b) as widest_share_outside
from reporting.rpt_group_differences
where
    factor = 'training_type' and method = 'ancova' and status = 'ok' and group_a = 'RL-tuned'
    and group_b <> 'unknown' and cohort_role in ('paper', 'headline')
group by cohort_role, cohort_name
order by cohort_role desc;
