-- The pairs the paper's authors printed, beside the same pairs on the rebuilt rows with the sizes that the
-- authors had.
with published as (

    select
        *,
        lower(benchmark) as benchmark_id,
        case factor
            when 'range' then 'parameter_range'
            when 'type' then 'training_type'
            when 'architecture11' then 'architecture_family'
            when 'category5' then 'architecture_family_5'
        end as factor_rebuilt
    from {{ ref('int_published_tukey_pairs_checked') }}
    where reject_reason is null

),

rerun as (

    select pairs.*
    from {{ ref('stat_pairwise') }} as pairs
    inner join {{ ref('int_claim_printed_population') }} as printed on pairs.cohort_id = printed.rerun_cohort_id
    where pairs.method = 'tukey_kramer'

),

-- both directions of every pair, since the authors' order of levels is not ours
rebuilt as (

    select
        benchmark_id,
        factor,
        group_a,
        group_b,
        estimate,
        p_adjusted
    from rerun
    union all
    select
        benchmark_id,
        factor,
        group_b as group_a,
        group_a as group_b,
        -estimate as estimate,
        p_adjusted
    from rerun

)

select
    published.factor_rebuilt as factor,
    published.benchmark_id,
    published.group_a,
    published.group_b,
    published.estimate as estimate_published,
    rebuilt.estimate,
    published.p_adjusted as p_adjusted_published,
    rebuilt.p_adjusted,
    {{ is_significant('published.p_adjusted') }} as is_significant_published,
    {{ is_significant('rebuilt.p_adjusted') }} as is_significant,
    is_significant_published = is_significant as is_same_decision
from published
left join rebuilt
    on published.benchmark_id = rebuilt.benchmark_id
    and published.factor_rebuilt = rebuilt.factor
    and published.group_a = rebuilt.group_a
    and published.group_b = rebuilt.group_b
