-- Pairs of groups by what two methods decide: the paper's and a rival.
with labels (factor, label_order, label) as (
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
)

select
    cohort_id,
    rivals,
    label_order,
    label,
    count(*) as n_obs,
    count(*) filter (where by_first and by_second) as by_both,
    count(*) filter (where by_first and not by_second) as by_the_first_only,
    count(*) filter (where by_second and not by_first) as by_the_second_only,
    count(*) filter (where not by_first and not by_second) as not_significant_by_either
from decided inner join labels using (factor)
-- pairs that both methods could compare
where by_first is not null and by_second is not null
group by cohort_id, rivals_order, rivals, label_order, label
order by cohort_id, rivals_order, label_order;
