-- The step across the edge at 7 B: who was counted, where the edge lies, and what is one observation.
with selection as (
    select
        count(*) as n_benchmarks,
        count(*) filter (where decision = 'positive') as n_better,
        count(*) filter (where decision_whole = 'positive') as n_better_whole,
        min(estimate) as lowest,
        max(estimate) as highest,
        min(estimate_whole) as lowest_whole,
        max(estimate_whole) as highest_whole
    from statistics.stat_selection
    where population = 'paper_2024_01' and comparison = 'from_7b_minus_from_3b' and method = 'welch' and status = 'ok'
),

edges as (
    select
        count(*) as n_edges,
        count(*) filter (where changes_sign) as n_with_both_signs,
        any_value(100 * window_half_width) as window_pct
    from statistics.stat_bin_edge_sensitivity
    where cohort_id = 'paper_2024_01' and edge_b = 7
),

masses as (
    select
        arg_max(parameters_b, share) as mass_b,
        100 * max(share) as mass_pct
    from statistics.stat_mass_points
    where cohort_id = 'paper_2024_01' and nearest_edge_b = 7 and is_in_window
),

own_tables as (
    select string_agg(benchmark_name, ', ' order by benchmark_order) as own_tables
    from claims.claim_verdicts
    inner join claims.dim_claims using (claim_id)
    inner join marts.dim_benchmarks using (benchmark_id)
    where
        verdict = 'contradicted' and basis = 'published'
        and topic = 'range_tukey' and level_a = '[7,13)' and level_b = '[3,7)'
),

steps as (
    select
        count(*) filter (where method = 'tukey_kramer') as n_steps,
        count(*) filter (where method = 'tukey_kramer' and decision = 'gain') as n_gains,
        count(*) filter (where is_default and decision = 'gain') as n_gains_clustered
    from reporting.rpt_size_steps
    where cohort_id = 'january_2024' and status = 'ok'
),

pairs as (
    select
        count(*) as n_pairs,
        count(*) filter (where naive.is_significant) as n_naive,
        count(*) filter (where robust.is_significant) as n_robust
    from statistics.stat_cluster_robust as robust
    inner join statistics.stat_multiplicity as naive using (cohort_id, benchmark_id, factor, group_a, group_b)
    where
        robust.cohort_id = 'paper_2024_01' and robust.factor = 'parameter_range' and robust.is_default
        and naive.method = 'tukey_kramer'
)

select *
from selection, edges, masses, own_tables, steps, pairs
where n_benchmarks > 0 and n_edges > 0 and mass_b is not null;
