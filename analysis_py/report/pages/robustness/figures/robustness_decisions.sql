-- Pairs of groups by what two methods decide: the paper's and a rival.
with labels (factor, label_order, label_name) as (
    values
    ('parameter_range', 1, 'Range of size'), ('training_type', 2, 'Training type'),
    ('architecture_family', 3, 'Architecture'), ('architecture_family_5', 4, 'Architecture, 5')
),

decided as (
    select
        cohort_id,
        factor,
        unnest([
            {
                'rivals_order': 1, 'rivals': 'unadjusted, then by Benjamini–Hochberg',
                'by_first': is_significant_unadjusted, 'by_second': is_significant_benjamini_hochberg
            },
            {
                'rivals_order': 2, 'rivals': 'unadjusted, then by Holm',
                'by_first': is_significant_unadjusted, 'by_second': is_significant
            },
            {
                'rivals_order': 3, 'rivals': 'pooled, then separate variances',
                'by_first': is_significant_pooled, 'by_second': is_significant_separate
            }
        ], recursive := true)
    from reporting.rpt_pair_decisions
),

counts as (
    select
        cohort_id,
        factor,
        rivals_order,
        rivals,
        2 * (not by_first)::integer + (by_first != by_second)::integer as outcome_order,
        case
            when by_first and by_second then 'by both'
            when by_first then 'by the first only'
            when by_second then 'by the second only'
            else 'by neither'
        end as outcome,
        count(*) as n_pairs
    from decided
    -- pairs that both methods could compare
    where by_first is not null and by_second is not null
    group by all
)

select
    cohort_id,
    rivals,
    label_order,
    format('{}|n = {:,}', label_name, sum(n_pairs) over bar::bigint) as label_words,
    outcome,
    n_pairs,
    100 * sum(n_pairs) over upto / sum(n_pairs) over bar as to_pct,
    to_pct - 100 * n_pairs / sum(n_pairs) over bar as from_pct,
    format('{:,}', n_pairs) as label
from counts
inner join labels using (factor)
window
    bar as (partition by cohort_id, rivals, factor),
    upto as (partition by cohort_id, rivals, factor order by outcome_order rows unbounded preceding)
order by cohort_id, rivals_order, label_order, outcome_order;
