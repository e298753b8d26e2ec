-- Whether two groups differ, by each method: the paper's test unadjusted and adjusted, separate variances,
-- and two ways to allow for fine-tunes of one base.
with tests as (

    select * from {{ ref('stat_multiplicity') }}
    where method in ('tukey_kramer', 'games_howell') and group_a is not null and status = 'ok'

),

pairs as (

    select
        cohort_id,
        benchmark_id,
        factor,
        group_a,
        group_b,
        bool_or(is_significant) filter (where method = 'tukey_kramer') as is_significant,
        bool_or(is_significant_unadjusted) filter (where method = 'tukey_kramer') as is_significant_unadjusted,
        bool_or(is_significant_benjamini_hochberg)
        filter (where method = 'tukey_kramer') as is_significant_benjamini_hochberg,
        min(p_value) filter (where method = 'tukey_kramer') as p_value,
        bool_or(is_significant) as is_either,
        count(*) = 2 as has_both
    from tests
    group by all

),

flips as (

    select * from {{ ref('stat_decision_flips') }}
    where pooled_method = 'tukey_kramer'

),

clustered as (

    select * from {{ ref('stat_cluster_robust') }}
    where is_default

),

intervals as (

    select
        robust.cohort_id,
        robust.benchmark_id,
        robust.factor,
        robust.group_a,
        robust.group_b,
        robust.ci_low * robust.ci_high > 0 as is_robust_apart,
        resampled.ci_low * resampled.ci_high > 0 as is_resampled_apart,
        (resampled.ci_high - resampled.ci_low) / nullif(robust.ci_high - robust.ci_low, 0) as width_ratio,
        resampled.n_samples
    from {{ ref('stat_cluster_robust') }} as robust
    inner join {{ ref('stat_cluster_bootstrap') }} as resampled
        using (cohort_id, benchmark_id, factor, group_a, group_b)
    where robust.method = 'cr2' and robust.status = 'ok' and resampled.status = 'ok'

),

decisions as (

    select
        pairs.* exclude (p_value),
        if(has_both, flips.estimate is not null, null) as is_flip,
        if(has_both, coalesce(flips.is_significant_pooled, is_either), null) as is_significant_pooled,
        if(has_both, coalesce(flips.is_significant_separate, is_either), null) as is_significant_separate,
        clustered.is_significant as is_significant_clustered,
        {{ is_significant(holm('pairs.p_value', 'pairs.cohort_id, pairs.factor')) }} as is_significant_over_all,
        -- a test that decides nothing has no decision here either
        if(
            clustered.is_significant is null,
            null,
            {{ is_significant(holm('clustered.p_value', 'pairs.cohort_id, pairs.factor')) }}
        ) as is_significant_clustered_over_all,
        clustered.cohort_id is not null as has_clustered_test,
        intervals.is_robust_apart,
        intervals.is_resampled_apart,
        intervals.width_ratio,
        intervals.n_samples
    from pairs
    left join flips using (cohort_id, benchmark_id, factor, group_a, group_b)
    left join clustered using (cohort_id, benchmark_id, factor, group_a, group_b)
    left join intervals using (cohort_id, benchmark_id, factor, group_a, group_b)

)

{{ name_rows('decisions') }}
