-- The numbers of the page on training types and architectures that stand for themselves.
-- How strong an unmeasured confounder would have to be to make the significant differences to pretrained
-- models insignificant.
with confounding as (

    select
        count(*) as n_confounded,
        min(e_value_limit) as e_value_low,
        max(e_value_limit) as e_value_high,
        min(robustness_value_alpha) as share_explained_low,
        max(robustness_value_alpha) as share_explained_high
    from {{ ref('stat_confounding_sensitivity') }}
    where
        cohort_role = 'headline' and method = 'ancova' and is_significant
        and group_b = 'pretrained' and group_a in ('fine-tuned', 'instruction-tuned')

),

-- the families that the paper calls equivalent to Llama, on the benchmarks where it does
claimed as (

    select distinct
        benchmark_id,
        least(level_a, level_b) as one,
        greatest(level_a, level_b) as other
    from {{ ref('rpt_claims') }}
    where claim_source = 'paper' and topic = 'arch_equivalence' and level_a = 'Llama'

),

llama as (

    select
        count(*) as n_llama_pairs,
        count(*) filter (where pairs.decision = 'equivalent') as n_llama_equivalent,
        count(*) filter (where pairs.decision = 'different') as n_llama_different,
        count(*) filter (where pairs.decision = 'inconclusive') as n_llama_inconclusive
    from {{ ref('stat_equivalence') }} as pairs
    inner join claimed
        on pairs.benchmark_id = claimed.benchmark_id
        and least(pairs.group_a, pairs.group_b) = claimed.one
        and greatest(pairs.group_a, pairs.group_b) = claimed.other
    where
        pairs.factor = 'architecture_family' and pairs.status = 'ok'
        and pairs.cohort_role in ('paper', 'headline')

)

select
    confounding.*,
    llama.*
from confounding, llama
