-- The step across the edge at 7 B: who was counted, and what is one observation.
with selection as (
    select
        count(*) as n_benchmarks,
        least(any_value(group_a), any_value(group_b)) as one,
        greatest(any_value(group_a), any_value(group_b)) as other,
        count(*) filter (where decision = 'positive') as n_better,
        count(*) filter (where decision_whole = 'positive') as n_better_whole,
        min(estimate) as lowest,
        max(estimate) as highest,
        min(estimate_whole) as lowest_whole,
        max(estimate_whole) as highest_whole
    from statistics.stat_selection
    where cohort_role = 'paper' and comparison = 'from_7b_minus_from_3b' and method = 'welch' and status = 'ok'
),

-- the same step with fine-tunes of one base clustered
clustered as (
    select
        count(*) filter (where cohort_role = 'paper' and is_significant) as n_differ,
        count(*) filter (where cohort_role = 'headline' and is_significant) as n_differ_whole
    from reporting.rpt_group_differences
    inner join selection on least(group_a, group_b) = one and greatest(group_a, group_b) = other
    where factor = 'parameter_range' and is_default
),

own_tables as (
    select string_agg(benchmark_name, ', ' order by benchmark_order) as own_tables
    from reporting.rpt_verdicts
    inner join (select distinct benchmark_id, benchmark_name, benchmark_order from reporting.rpt_size_steps) as named
        using (benchmark_id)
    where
        verdict = 'contradicted' and basis = 'published'
        and claim_topic = 'range_tukey' and level_a = '[7,13)' and level_b = '[3,7)'
),

steps as (
    select
        count(*) filter (where method = 'tukey_kramer') as n_steps,
        count(*) filter (where method = 'tukey_kramer' and decision = 'gain') as n_gains,
        count(*) filter (where is_default and decision = 'gain') as n_gains_clustered
    from reporting.rpt_size_steps
    where cohort_role = 'headline' and status = 'ok'
),

pairs as (
    select
        count(*) as n_pairs,
        count(*) filter (where is_significant_over_all) as n_naive,
        count(*) filter (where is_significant_clustered_over_all) as n_robust
    from reporting.rpt_pair_decisions
    where cohort_role = 'paper' and factor = 'parameter_range' and has_clustered_test
)

select *
from selection, clustered, own_tables, steps, pairs
where n_benchmarks > 0;
