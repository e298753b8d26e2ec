-- Whether two groups differ, by each method: the paper's test unadjusted and adjusted, separate variances,
-- and one that allows for fine-tunes of one base.
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
        bool_or(is_significant_unadjusted)
        filter (where method = 'tukey_kramer') as is_significant_unadjusted,
        bool_or(is_significant_benjamini_hochberg)
        filter (where method = 'tukey_kramer') as is_significant_benjamini_hochberg,
        bool_or(is_significant) filter (where method = 'games_howell') as is_significant_separate,
        count(*) = 2 as has_both
    from tests
    group by all

),

-- Holm wants p-values that are not adjusted for the pairs already, so those of t
independent as (

    select
        cohort_id,
        benchmark_id,
        factor,
        group_a,
        group_b,
        2 * student_tail(abs(estimate / std_error), df_den) as p_value
    from {{ ref('stat_pairwise') }}
    where method = 'tukey_kramer'

),

clustered as (

    select * from {{ ref('stat_cluster_robust') }}
    where is_default

),

decisions as (

    select
        pairs.* exclude (is_significant_separate, has_both),
        if(has_both, pairs.is_significant != pairs.is_significant_separate, null) as is_flip,
        if(has_both, pairs.is_significant, null) as is_significant_pooled,
        if(has_both, pairs.is_significant_separate, null) as is_significant_separate,
        clustered.is_significant as is_significant_clustered,
        {{ is_significant(holm('independent.p_value', 'pairs.cohort_id, pairs.factor')) }}
            as is_significant_over_all,
        -- a test that decides nothing has no decision here either
        if(
            clustered.is_significant is null,
            null,
            {{ is_significant(holm('clustered.p_value', 'pairs.cohort_id, pairs.factor')) }}
        ) as is_significant_clustered_over_all,
        clustered.cohort_id is not null as has_clustered_test
    from pairs
    left join independent using (cohort_id, benchmark_id, factor, group_a, group_b)
    left join clustered using (cohort_id, benchmark_id, factor, group_a, group_b)

)

{{ add_names(rows='decisions') }}
