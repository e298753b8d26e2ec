-- One difference of two training types on each benchmark: raw, adjusted, and within bases that have both.
select
    cohort_id,
    comparison,
    benchmark_order,
    format(
        '{}|all: {:,}, {:,}{}', benchmark_name,
        max(n_a) filter (where type_view = 'raw') over pair, max(n_b) filter (where type_view = 'raw') over pair,
        coalesce(format(
            '|on {:,} bases: {:,}, {:,}', max(n_bases) over pair,
            max(n_a) filter (where type_view = 'within_mixed') over pair,
            max(n_b) filter (where type_view = 'within_mixed') over pair
        ), '')
    ) as label,
    type_view_name,
    estimate,
    ci_low,
    ci_high,
    prediction_low,
    prediction_high,
    n_a,
    n_b,
    coalesce(warning, '') as warning
from reporting.rpt_type_effects
where
    status = 'ok' and type_view in ('raw', 'adjusted', 'within_mixed') and 'unknown' not in (group_a, group_b)
window pair as (partition by cohort_id, comparison, benchmark_order)
order by
    cohort_id, 'RL-tuned' in (group_a, group_b), group_b <> 'pretrained',
    comparison, benchmark_order, type_view_order;
