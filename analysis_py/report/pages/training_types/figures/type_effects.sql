-- One difference of two training types on each benchmark: the lead, adjusted, and over the own base. Types of
-- which none is pretrained have no own base: raw, adjusted, and within bases that have both.
with effects as (
    select
        *,
        format('n = {:,}, {:,}', n_a, n_b) as counts,
        min(n_a + n_b) over every_benchmark = max(n_a + n_b) over every_benchmark as is_same
    from reporting.rpt_type_effects
    where
        status = 'ok' and 'unknown' not in (group_a, group_b)
        and type_view in if(
            'pretrained' in (group_a, group_b),
            ['known_bases', 'adjusted', 'own_base_by_evaluation', 'own_base'],
            ['raw', 'adjusted', 'within_mixed']
        )
    window every_benchmark as (partition by cohort_id, comparison, type_view)
)

select
    cohort_id,
    comparison,
    benchmark_order,
    -- n stands once where it is the same on every benchmark
    benchmark_name
    || coalesce(
        '|' || max(if(is_same or type_view not in ('raw', 'known_bases'), null, counts)) over pair, ''
    ) as label,
    case type_view
        when 'adjusted' then 'equal size'
        when 'own_base_by_evaluation' then 'gain by evaluation'
        when 'own_base' then 'gain by base'
        when 'within_mixed' then 'within base'
        else 'every evaluation'
    end as type_view_name,
    n_bases,
    estimate,
    ci_low,
    ci_high,
    prediction_low,
    prediction_high,
    -- both ends of the dashed line; they coincide if no prediction is published
    coalesce(prediction_low, estimate) as dashed_low,
    coalesce(prediction_high, estimate) as dashed_high,
    greatest(ci_high, coalesce(prediction_high, ci_high)) as furthest,
    coalesce(is_significant, false) as is_significant,
    counts,
    coalesce(warning, '') as warning
from effects
window pair as (partition by cohort_id, comparison, benchmark_order)
order by
    cohort_id, 'RL-tuned' in (group_a, group_b), group_b <> 'pretrained',
    comparison, benchmark_order, type_view_order;
