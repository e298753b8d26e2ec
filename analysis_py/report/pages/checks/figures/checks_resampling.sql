-- The interval of each difference by resampling base families, over its cluster-robust interval.
with labels (factor, label_order, label) as (
    values
    ('parameter_range', 1, 'Range of size'), ('training_type', 2, 'Training type'),
    ('architecture_family', 3, 'Architecture'), ('architecture_family_5', 4, 'Architecture, 5')
),

decisions (is_robust, is_resampled, decision_order, decision) as (
    values
    (true, true, 1, 'both'), (true, false, 2, 'robust only'),
    (false, true, 3, 'resampled only'), (false, false, 4, 'neither')
),

pairs as (
    select
        cohort_id,
        factor,
        benchmark_name,
        format('{} − {}', group_a, group_b) as pair,
        robust.ci_low > 0 or robust.ci_high < 0 as is_robust,
        resampled.ci_low > 0 or resampled.ci_high < 0 as is_resampled,
        (resampled.ci_high - resampled.ci_low) / nullif(robust.ci_high - robust.ci_low, 0) as width_ratio,
        least(resampled.n_clusters_a, resampled.n_clusters_b) as n_base_families
    from statistics.stat_cluster_robust as robust
    inner join statistics.stat_cluster_bootstrap as resampled
        using (cohort_id, benchmark_id, factor, group_a, group_b)
    inner join marts.dim_benchmarks using (benchmark_id)
    where robust.status = 'ok' and resampled.status = 'ok'
)

select
    cohort_id,
    label_order,
    format('{} · n = {:,}', label, count(*) over (partition by cohort_id, factor)) as panel,
    decision_order,
    format('{} ({:,})', decision, count(*) over (partition by cohort_id, factor, decision)) as decision_words,
    decision,
    benchmark_name,
    pair,
    n_base_families,
    width_ratio,
    median(width_ratio) over (partition by cohort_id, factor, decision) as median_ratio
from pairs
inner join labels using (factor)
inner join decisions using (is_robust, is_resampled)
order by cohort_id, label_order, decision_order, benchmark_name, pair;
