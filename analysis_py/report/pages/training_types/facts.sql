-- What the words of the page cite.
with
-- Fine-tuned and instruction-tuned minus pretrained on two populations, in each view over the benchmarks.
type_effects as (
    select
        cohort_role,
        cohort_name,
        comparison,
        count(distinct benchmark_id) as n_benchmarks,
        min(n_bases) as n_bases,
        min(estimate) filter (where type_view = 'known_bases') as lead_low,
        max(estimate) filter (where type_view = 'known_bases') as lead_high,
        min(estimate) filter (where type_view = 'own_base_by_evaluation') as gained_low,
        max(estimate) filter (where type_view = 'own_base_by_evaluation') as gained_high,
        min(share_gained) as share_low,
        max(share_gained) as share_high,
        min(estimate) filter (where type_view = 'own_base') as own_low,
        max(estimate) filter (where type_view = 'own_base') as own_high,
        count(*) filter (where type_view = 'own_base' and is_significant) as n_own_significant,
        min(n_a) filter (where type_view = 'within_mixed') as n_a,
        min(n_b) filter (where type_view = 'within_mixed') as n_b,
        min(estimate) filter (where type_view = 'raw') as raw_low,
        max(estimate) filter (where type_view = 'raw') as raw_high,
        min(estimate) filter (where type_view = 'adjusted') as adjusted_low,
        max(estimate) filter (where type_view = 'adjusted') as adjusted_high,
        count(*) filter (where type_view = 'adjusted' and is_significant) as n_adjusted,
        min(estimate) filter (where type_view = 'within_mixed') as within_low,
        max(estimate) filter (where type_view = 'within_mixed') as within_high,
        count(*) filter (where type_view = 'within_mixed' and is_significant) as n_significant,
        count(*) filter (where type_view = 'within_mixed') as n_tried
    from reporting.rpt_type_effects
    where
        status = 'ok' and cohort_role in ('paper', 'headline')
        and comparison in ('fine-tuned - pretrained', 'instruction-tuned - pretrained', 'fine-tuned - instruction-tuned')
    group by all
    having raw_low is not null and adjusted_low is not null and within_low is not null
    order by cohort_role desc, comparison asc
),

-- How strong an unmeasured confounder would have to be to make the significant differences to pretrained models insignificant.
type_confounding as (
    select
        cohort_name,
        count(*) as n_significant,
        min(e_value_limit) as least_e_value,
        max(e_value_limit) as largest_e_value,
        min(robustness_value_alpha) as least_share,
        max(robustness_value_alpha) as largest_share
    from statistics.stat_confounding_sensitivity
    where
        cohort_role = 'headline' and method = 'ancova' and is_significant
        and group_b = 'pretrained' and group_a in ('fine-tuned', 'instruction-tuned')
    group by cohort_name
),

-- Fine-tuned and instruction-tuned models within the margin: the decisions in two populations.
type_equivalence as (
    select
        cohort_name,
        count(*) as n_benchmarks,
        any_value(margin_pct) as margin,
        count(*) filter (where decision = 'equivalent') as n_equivalent,
        count(*) filter (where decision = 'different') as n_different,
        count(*) filter (where decision = 'inconclusive') as n_inconclusive,
        max(smallest_margin_pct) as widest_margin
    from statistics.stat_equivalence
    where
        factor = 'training_type' and group_a = 'fine-tuned' and group_b = 'instruction-tuned' and status = 'ok'
        and cohort_role in ('paper', 'headline')
    group by cohort_role, cohort_name
    order by cohort_role desc
),

-- How the commonest architectures lie apart as they are and at equal size.
architecture_spread as (
    select
        max(score_adjusted) / min(score_adjusted) < max(score_unadjusted) / min(score_unadjusted) as is_narrower
    from reporting.rpt_architecture_effects
    where cohort_role = 'headline' and n_obs >= 10
    group by benchmark_id
),

-- Llama beside the families that the paper calls equivalent to it, on the benchmarks where it does.
llama_pairs as (
    select decision
    from statistics.stat_equivalence as pairs
    where
        factor = 'architecture_family' and status = 'ok' and cohort_role in ('paper', 'headline')
        and exists (
            select 1 from reporting.rpt_claims as claims
            where
                claims.claim_source = 'paper' and claims.topic = 'arch_equivalence' and claims.level_a = 'Llama'
                and claims.benchmark_id = pairs.benchmark_id
                and list_sort([claims.level_a, claims.level_b]) = list_sort([pairs.group_a, pairs.group_b])
        )
),

-- The families that the paper calls particularly effective, in its own population.
means as (
    select
        *,
        sum(n_obs * mean) over (partition by benchmark_id) / sum(n_obs) over (partition by benchmark_id) as overall,
        rank() over (partition by benchmark_id order by mean) as rank_from_last
    from reporting.rpt_group_means
    where cohort_role = 'paper' and factor = 'architecture_family' and n_obs > 0
),

pairs as (
    select
        unnest([{ 'level': group_a, 'n': n_clusters_a }, { 'level': group_b, 'n': n_clusters_b }], recursive := true),
        method,
        is_significant
    from reporting.rpt_group_differences
    where cohort_role = 'paper' and factor = 'architecture_family'
),

counted as (
    select
        level,
        coalesce(max(n), 0) as n_bases,
        count(*) filter (where method = 'tukey_kramer' and is_significant) as n_significant,
        count(*) filter (where method = 'tukey_kramer') as n_pairs
    from pairs
    group by level
),

praised_families as (
    select
        level,
        max(n_obs) as n_obs,
        n_bases,
        count(*) as n_benchmarks,
        count(*) filter (where mean > overall) as n_above,
        count(*) filter (where rank_from_last = 1) as n_last,
        n_significant,
        n_pairs
    from means
    inner join counted using (level)
    where level in (select level_a from reporting.rpt_claims where claim_source = 'paper' and topic = 'arch_effectiveness')
    group by level, n_bases, n_significant, n_pairs
    order by n_significant desc, level asc
)

select
    array(select type_effects from type_effects) as type_effects,
    array(select type_confounding from type_confounding) as type_confounding,
    array(select type_equivalence from type_equivalence) as type_equivalence,
    array(select architecture_spread from architecture_spread) as architecture_spread,
    array(select llama_pairs from llama_pairs) as llama_pairs,
    array(select praised_families from praised_families) as praised_families;
