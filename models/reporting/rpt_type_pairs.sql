-- What each view of a difference of two training types comes to over the benchmarks of a population.
with benchmarks as (

    select
        cohort_id,
        cohort_name,
        cohort_role,
        group_a,
        group_b,
        comparison,
        benchmark_name,
        benchmark_order,
        min(n_bases) as n_bases,
        min(n_a) filter (where type_view = 'within_mixed') as n_a,
        min(n_b) filter (where type_view = 'within_mixed') as n_b,
        max(estimate) filter (where type_view = 'known_bases') as lead,
        max(estimate) filter (where type_view = 'own_base_by_evaluation') as gained,
        max(share_gained) as share_gained,
        max(share_high) as share_high,
        max(estimate) filter (where type_view = 'own_base') as own,
        bool_or(is_significant) filter (where type_view = 'own_base') as is_own_significant,
        max(estimate) filter (where type_view = 'raw') as raw,
        max(estimate) filter (where type_view = 'adjusted') as adjusted,
        bool_or(is_significant) filter (where type_view = 'adjusted') as is_adjusted_significant,
        max(estimate) filter (where type_view = 'within_mixed') as within,
        bool_or(is_significant) filter (where type_view = 'within_mixed') as is_within_significant
    from {{ ref('rpt_type_effects') }}
    where status = 'ok'
    group by all

),

over_benchmarks as (

    select
        cohort_id,
        cohort_name,
        cohort_role,
        group_a,
        group_b,
        comparison,
        count(*) as n_benchmarks,
        min(n_bases) as n_bases,
        min(n_a) as n_a,
        min(n_b) as n_b,
        count(*) filter (where lead is not null and own is not null) as n_split,
        min(lead) as lead_low,
        max(lead) as lead_high,
        count(*) filter (where own is not null and lead > 0 and coalesce(share_gained < 0.5, true))
            as n_lead_of_base,
        count(*) filter (where lead is not null and own is not null and share_high < 0.5) as n_surely_of_base,
        string_agg(benchmark_name, '; ' order by benchmark_order)
        filter (where lead is not null and own is not null and share_gained >= 0.5) as gained_on,
        min(gained) as gained_low,
        max(gained) as gained_high,
        min(share_gained) as share_gained_low,
        max(share_gained) as share_gained_high,
        min(own) as own_low,
        max(own) as own_high,
        count(*) filter (where is_own_significant) as n_own_significant,
        count(*) filter (where is_own_significant and lead is not null and own > 0) as n_own_gains,
        min(raw) as raw_low,
        max(raw) as raw_high,
        min(adjusted) as adjusted_low,
        max(adjusted) as adjusted_high,
        count(*) filter (where is_adjusted_significant) as n_adjusted_significant,
        count(within) as n_within,
        min(within) as within_low,
        max(within) as within_high,
        count(*) filter (where is_within_significant) as n_within_significant
    from benchmarks
    group by all

),

equivalence as (

    select
        cohort_id,
        least(group_a, group_b) as one,
        greatest(group_a, group_b) as other,
        count(*) as n_equivalence_tests,
        any_value(margin_pct) as margin_pct,
        count(*) filter (where decision = 'equivalent') as n_equivalent,
        count(*) filter (where decision = 'different') as n_different,
        count(*) filter (where decision = 'inconclusive') as n_inconclusive,
        max(smallest_margin_pct) as widest_margin_pct
    from {{ ref('stat_equivalence') }}
    where factor = 'training_type' and status = 'ok'
    group by all

)

select
    over_benchmarks.*,
    coalesce(equivalence.n_equivalence_tests, 0) as n_equivalence_tests,
    equivalence.margin_pct,
    coalesce(equivalence.n_equivalent, 0) as n_equivalent,
    coalesce(equivalence.n_different, 0) as n_different,
    coalesce(equivalence.n_inconclusive, 0) as n_inconclusive,
    equivalence.widest_margin_pct
from over_benchmarks
left join equivalence
    on over_benchmarks.cohort_id = equivalence.cohort_id
    and least(over_benchmarks.group_a, over_benchmarks.group_b) = equivalence.one
    and greatest(over_benchmarks.group_a, over_benchmarks.group_b) = equivalence.other
