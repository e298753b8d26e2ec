-- Difference between two training types on each benchmark: raw, and adjusted for size and architecture.
select
    cohort_id,
    comparison,
    benchmark_order,
    format(
        '{}|n = {:,}, {:,}|sized: {:,}, {:,}', benchmark_name,
        max(n_a) over pair, max(n_b) over pair, min(n_a) over pair, min(n_b) over pair
    ) as label,
    if(is_default, 'raw, clustered by base', method_name) as method_name,
    estimate,
    ci_low,
    ci_high,
    coalesce(warning, '') as warning
from reporting.rpt_group_differences
where
    factor = 'training_type' and (method in ('tukey_kramer', 'ancova', 'g_computation') or is_default) and status = 'ok'
    and 'unknown' not in (group_a, group_b)
window pair as (partition by cohort_id, comparison, benchmark_order)
order by
    cohort_id, 'RL-tuned' in (group_a, group_b), group_b <> 'pretrained',
    comparison, benchmark_order,
    if(is_default, 2, list_position(['tukey_kramer', 'default', 'ancova', 'g_computation'], method));
