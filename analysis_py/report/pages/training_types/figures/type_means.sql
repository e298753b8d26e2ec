-- Mean score of each training type: as it is, and at the cohort's mix of sizes and architectures.
select
    cohort_id,
    benchmark_order,
    format('{} · n = {:,}', benchmark_name, sum(n_adjusted) over panel::bigint) as panel,
    format('{}|n = {:,}', level, n_adjusted) as label,
    level as training_type,
    list_position(
        ['pretrained', 'fine-tuned', 'instruction-tuned', 'RL-tuned', 'reasoning', 'unknown'], level
    ) as type_order,
    mean_unadjusted,
    mean_adjusted,
    mean_adjusted_low,
    mean_adjusted_high,
    coalesce(warning, '') as warning
from reporting.rpt_group_means
where factor = 'training_type' and mean_adjusted is not null
window panel as (partition by cohort_id, benchmark_order)
order by cohort_id, benchmark_order, type_order;
