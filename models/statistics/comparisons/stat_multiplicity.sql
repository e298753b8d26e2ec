-- One question asked on every benchmark: the p-values of a factor, or of a pair of its levels, are
-- adjusted over the benchmarks. In logarithms, since many p-values are below the smallest double.
-- Holm (1979), Scandinavian Journal of Statistics 6, 65-70; Benjamini and Hochberg (1995), Journal
-- of the Royal Statistical Society B 57, 289-300.
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
        log10_p_value,
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
        log10_p_adjusted as log10_p_value,
        status
    from {{ ref('stat_pairwise') }}

),

ranked as (

    select
        *,
        count(log10_p_value) over (family) as n_tests,
        row_number() over (family order by log10_p_value nulls last, benchmark_id) as rank_in_family
    from tests
    window family as (partition by cohort_id, factor, comparison, method)

),

adjusted as (

    select
        *,
        max(log10_p_value + log10(n_tests - rank_in_family + 1)) over (
            family order by rank_in_family
        ) as holm,
        min(log10_p_value + log10(n_tests / rank_in_family)) over (
            family order by rank_in_family desc
        ) as benjamini_hochberg
    from ranked
    where log10_p_value is not null
    window family as (partition by cohort_id, factor, comparison, method)

),

bounded as (

    select
        ranked.*,
        -- least() skips nulls, which would turn a missing test into a p-value of 1
        case when adjusted.holm is not null then least(adjusted.holm, 0.0) end as log10_p_holm,
        case
            when adjusted.benjamini_hochberg is not null then least(adjusted.benjamini_hochberg, 0.0)
        end as log10_p_benjamini_hochberg
    from ranked
    left join adjusted using (cohort_id, factor, comparison, method, benchmark_id)

)

select
    * exclude (rank_in_family),
    pow(10, log10_p_holm) as p_holm,
    pow(10, log10_p_benjamini_hochberg) as p_benjamini_hochberg,
    {{ is_significant('pow(10, log10_p_holm)') }} as is_significant,
    {{ is_significant('pow(10, log10_p_value)') }} as is_significant_unadjusted,
    {{ is_significant('pow(10, log10_p_benjamini_hochberg)') }} as is_significant_benjamini_hochberg,
    {{ significance_level() }} as significance_level
from bounded
