-- One question asked on every benchmark: the p-values of a factor, or of a pair of its levels, are
-- adjusted over the benchmarks.
-- Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300.
with tests as (

    select
        cohort_id,
        factor,
        'all groups' as comparison,
        null::varchar as group_a,
        null::varchar as group_b,
        method,
        benchmark_id,
        p_value,
        status
    from {{ ref('stat_anova') }}
    union all
    select
        cohort_id,
        factor,
        {{ pair_label() }} as comparison,
        group_a,
        group_b,
        method,
        benchmark_id,
        p_adjusted as p_value,
        status
    from {{ ref('stat_pairwise') }}

),

ranked as (

    select
        *,
        count(p_value) over (family) as n_tests,
        row_number() over (family order by p_value nulls last, benchmark_id) as rank_in_family
    from tests
    window family as (partition by cohort_id, factor, comparison, method)

),

adjusted as (

    select
        * exclude (rank_in_family),
        {{ holm('p_value', 'cohort_id, factor, comparison, method') }} as p_holm,
        -- least() skips nulls, which would turn a missing test into a p-value of 1
        if(p_value is not null, least(1, min(p_value * n_tests / rank_in_family) over (
            partition by cohort_id, factor, comparison, method
            order by rank_in_family desc
        )), null) as p_benjamini_hochberg
    from ranked

)

select
    *,
    {{ is_significant('p_holm') }} as is_significant,
    {{ is_significant('p_value') }} as is_significant_unadjusted,
    {{ is_significant('p_benjamini_hochberg') }} as is_significant_benjamini_hochberg,
    {{ significance_level() }} as significance_level
from adjusted
