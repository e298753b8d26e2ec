-- The numbers of the page on size: the step across the edge at 7 B, by who was counted and what is one
-- observation.
with selection as (

    select
        count(*) as n_step_benchmarks,
        least(any_value(group_a), any_value(group_b)) as one,
        greatest(any_value(group_a), any_value(group_b)) as other,
        count(*) filter (where decision = 'positive') as n_better,
        count(*) filter (where decision_whole = 'positive') as n_better_whole,
        min(estimate) as step_low,
        max(estimate) as step_high,
        min(estimate_whole) as step_whole_low,
        max(estimate_whole) as step_whole_high
    from {{ ref('stat_selection') }}
    where
        cohort_role = 'paper' and comparison = 'from_7b_minus_from_3b'
        and method = 'welch' and status = 'ok'

),

-- the same step with fine-tunes of one base clustered
clustered as (

    select
        count(*) filter (where pairs.cohort_role = 'paper' and pairs.is_significant) as n_differ,
        count(*) filter (where pairs.cohort_role = 'headline' and pairs.is_significant) as n_differ_whole
    from {{ ref('rpt_group_differences') }} as pairs
    inner join selection
        on least(pairs.group_a, pairs.group_b) = selection.one
        and greatest(pairs.group_a, pairs.group_b) = selection.other
    where pairs.factor = 'parameter_range' and pairs.is_default

),

-- the same pairs, once with independent rows and once clustered by base
decisions as (

    select
        count(*) as n_pairs,
        count(*) filter (where is_significant_over_all) as n_naive,
        count(*) filter (where is_significant_clustered_over_all) as n_robust
    from {{ ref('rpt_pair_decisions') }}
    where cohort_role = 'paper' and factor = 'parameter_range' and has_clustered_test

)

select
    selection.* exclude (one, other),
    clustered.*,
    decisions.*
from selection, clustered, decisions
