-- Are two training types equal within the margin? Two one-sided tests on each benchmark.
select
    cohort_id,
    group_a || ' - ' || group_b as comparison,
    benchmark_order,
    format('{}|n = {:,}, {:,}', benchmark_name, n_a, n_b) as label,
    decision,
    estimate,
    ci_low,
    ci_high,
    smallest_margin_pct,
    -margin_pct as margin_low,
    margin_pct as margin_high
from statistics.stat_equivalence
where factor = 'training_type' and status = 'ok' and 'unknown' not in (group_a, group_b)
order by cohort_id, 'RL-tuned' in (group_a, group_b), 'pretrained' in (group_a, group_b), comparison, benchmark_order;
