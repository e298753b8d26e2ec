-- Where the assumption of equal variances decides. Comparisons that one of the two methods cannot
-- make are no flips; they are in stat_anova and stat_pairwise with their status.
with tests as (

    select
        cohort_id,
        benchmark_id,
        factor,
        'all groups' as comparison,
        null::varchar as group_a,
        null::varchar as group_b,
        method,
        method = 'classic' as is_pooled,
        null::double as estimate,
        p_value,
        log10_p_value
    from {{ ref('stat_anova') }}
    where method in ('classic', 'welch') and status = 'ok'
    union all
    select
        cohort_id,
        benchmark_id,
        factor,
        {{ pair_label() }} as comparison,
        group_a,
        group_b,
        method,
        method = 'tukey_kramer' as is_pooled,
        estimate,
        p_adjusted as p_value,
        log10_p_adjusted as log10_p_value
    from {{ ref('stat_pairwise') }}
    where status = 'ok'

),

adjusted as (

    select
        *,
        {{ holm('p_value', 'cohort_id, factor, comparison, method') }} as p_holm
    from tests

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
        {{ is_significant('pooled.p_holm') }} as is_significant_pooled,
        separate.method as separate_method,
        separate.p_value as separate_p_value,
        separate.log10_p_value as separate_log10_p_value,
        {{ is_significant('separate.p_holm') }} as is_significant_separate,
        count(*) over (
            partition by pooled.cohort_id, pooled.factor, pooled.comparison = 'all groups'
        ) as n_compared
    from adjusted as pooled
    inner join adjusted as separate
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
