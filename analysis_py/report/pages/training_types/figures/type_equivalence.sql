-- Are two training types equal within the margin? Two one-sided tests on each benchmark, and the clustered
-- interval.
select
    cohort_id,
    group_a || ' - ' || group_b as comparison,
    benchmark_order,
    format('{}|n = {:,}, {:,}', benchmark_name, pairs.n_a, pairs.n_b) as label,
    decision,
    pairs.estimate,
    -- both intervals must lie within the margin; without the clustered one, no interval decides
    if(robust.ci_low is null, null, least(pairs.ci_low, robust.ci_low)) as ci_low,
    if(robust.ci_high is null, null, greatest(pairs.ci_high, robust.ci_high)) as ci_high,
    smallest_margin_pct,
    -margin_pct as margin_low,
    margin_pct as margin_high
from statistics.stat_equivalence as pairs
left join (from statistics.stat_cluster_robust where is_default) as robust
    using (cohort_id, benchmark_id, factor, group_a, group_b)
where factor = 'training_type' and pairs.status = 'ok' and 'unknown' not in (group_a, group_b)
order by
    cohort_id,
    'RL-tuned' in (group_a, group_b),
    'pretrained' in (group_a, group_b),
    comparison,
    benchmark_order;
