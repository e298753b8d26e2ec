-- How many RL-tuned models there are, on how many bases, and how many of their intervals deserve trust.
select
    cohort_id,
    cohort_name,
    max(n_a) as n_rl,
    max(n_clusters_a) as n_bases,
    count(*) as n_intervals,
    count(*) filter (where df_den < 4) as n_untrusted,
    count(*) filter (where is_significant) as n_significant,
    max(1 - common_share_b) as widest_share_outside
from statistics.stat_adjusted_pairs
inner join marts.dim_cohorts using (cohort_id)
where
    factor = 'training_type' and method = 'ancova' and stat_adjusted_pairs.status = 'ok' and group_a = 'RL-tuned'
    and group_b <> 'unknown' and cohort_id in ('paper_2024_01', 'january_2024')
group by all
order by cohort_id desc;
