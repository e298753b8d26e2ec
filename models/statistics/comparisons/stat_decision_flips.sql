-- Where the assumption of equal variances decides. Comparisons that one of the two methods cannot
-- make are no flips; they are in stat_anova and stat_pairwise with their status.
with tests as (

    select
        tests.*,
        pairs.estimate,
        tests.method in ('classic', 'tukey_kramer') as is_pooled
    from {{ ref('stat_multiplicity') }} as tests
    left join {{ ref('stat_pairwise') }} as pairs using (cohort_id, benchmark_id, factor, method, group_a, group_b)
    where tests.status = 'ok' and tests.method in ('classic', 'welch', 'tukey_kramer', 'games_howell')

),

compared as (

    select
        pooled.cohort_id,
        pooled.benchmark_id,
        pooled.factor,
        pooled.comparison,
        pooled.group_a,
        pooled.group_b,
        pooled.estimate,
        pooled.method as pooled_method,
        pooled.p_value as pooled_p_value,
        pooled.log10_p_value as pooled_log10_p_value,
        pooled.is_significant as is_significant_pooled,
        separate.method as separate_method,
        separate.p_value as separate_p_value,
        separate.log10_p_value as separate_log10_p_value,
        separate.is_significant as is_significant_separate,
        count(*) over (
            partition by pooled.cohort_id, pooled.factor, pooled.comparison = 'all groups'
        ) as n_compared
    from tests as pooled
    inner join tests as separate
        on pooled.cohort_id = separate.cohort_id
        and pooled.benchmark_id = separate.benchmark_id
        and pooled.factor = separate.factor
        and pooled.comparison = separate.comparison
        and pooled.is_pooled
        and not separate.is_pooled

)

select
    *,
    {{ significance_level() }} as significance_level
from compared
where is_significant_pooled != is_significant_separate
