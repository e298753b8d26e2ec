-- Pairs of groups by what two methods decide: the paper's and a rival, or two that allow for base families.
with labels (factor, label_order, label) as (
    values
    ('parameter_range', 1, 'Range of size'), ('training_type', 2, 'Training type'),
    ('architecture_family', 3, 'Architecture'), ('architecture_family_5', 4, 'Architecture, 5')
),

tests as (
    select *
    from statistics.stat_multiplicity
    where method in ('tukey_kramer', 'games_howell') and status = 'ok'
),

both_variances as (
    -- pairs that both methods could compare
    select
        cohort_id,
        benchmark_id,
        factor,
        comparison,
        bool_or(is_significant) as is_either
    from tests
    group by all
    having count(*) = 2
),

decided as (
    select
        1 as rivals_order,
        'unadjusted, then by Benjamini–Hochberg' as rivals,
        cohort_id,
        factor,
        is_significant_unadjusted as by_first,
        is_significant_benjamini_hochberg as by_second
    from tests
    where method = 'tukey_kramer'
    union all
    select
        2,
        'unadjusted, then by Holm',
        cohort_id,
        factor,
        is_significant_unadjusted,
        is_significant
    from tests
    where method = 'tukey_kramer'
    union all
    select
        3,
        'pooled, then separate variances',
        cohort_id,
        factor,
        coalesce(is_significant_pooled, is_either),
        coalesce(is_significant_separate, is_either)
    from both_variances
    left join statistics.stat_decision_flips using (cohort_id, benchmark_id, factor, comparison)
    union all
    select
        4,
        'cluster-robust, then resampled intervals, unadjusted',
        cohort_id,
        factor,
        robust.ci_low * robust.ci_high > 0,
        resampled.ci_low * resampled.ci_high > 0
    from statistics.stat_cluster_robust as robust
    inner join statistics.stat_cluster_bootstrap as resampled
        using (cohort_id, benchmark_id, factor, group_a, group_b)
    where robust.method = 'cr2' and robust.status = 'ok' and resampled.status = 'ok'
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
group by cohort_id, rivals_order, rivals, label_order, label
order by cohort_id, rivals_order, label_order;
