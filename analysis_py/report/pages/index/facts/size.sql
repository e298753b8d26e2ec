-- Does size help? The numbers that the front page cites.
with curves as (
    select
        benchmark_id,
        arg_min(relative_score, abs(ln(parameters_b / 70)))
        / arg_min(relative_score, abs(ln(parameters_b / 7))) as ratio
    from reporting.rpt_size_curves
    where cohort_id = 'january_2024' and gamm = 'size_clustered' and engine = 'reml'
    group by benchmark_id
),

rises as (
    select count(distinct benchmark_id) as n_rising
    from statistics.stat_gamm_significant_intervals
    where
        cohort_id = 'january_2024' and gamm = 'size_clustered' and engine = 'reml' and band = 'simultaneous'
        and direction = 'rise' and parameters_b_high > 35
),

edges as (
    select
        count(*) filter (where decision = 'positive') as n_better,
        count(*) filter (where decision_whole = 'positive') as n_better_whole
    from statistics.stat_selection
    where population = 'paper_2024_01' and comparison = 'from_7b_minus_from_3b' and method = 'welch'
),

-- the same step where fine-tunes of one base may be alike
steps as (
    select
        cohort_id,
        estimate < 0 and is_significant as is_ahead
    from statistics.stat_cluster_robust
    where factor = 'parameter_range' and group_a = '[3,7)' and group_b = '[7,13)' and is_default
),

alike as (
    select
        count(*) filter (where is_ahead and cohort_id = 'paper_2024_01') as n_alike,
        count(*) filter (where is_ahead and cohort_id = 'january_2024') as n_alike_whole
    from steps
),

-- whether it matters that sizes of one developer's generation are relatives too
lines as (
    select
        count(*) filter (where lineage = 'lineage_family' and rises_to_b > 35) as n_rising_by_line,
        count(*) filter (where lineage != 'base_family' and lineage != 'lineage_family' and rises_to_b > 35)
            as n_rising_by_both
    from statistics.stat_gamm_lineages
    where cohort_id = 'january_2024'
),

later as (
    select
        count(*) as n_later,
        count(*) filter (where is_significant and median_statistic > 0) as n_later_better
    from statistics.stat_specification_summary
    where conclusion = 'slope_from_13b' and benchmark_id in (
        select benchmark_id
        from quality.benchmark_profiles
        inner join marts.dim_snapshots using (snapshot_id)
        where source = 'openllm_v2'
    )
),

-- the same pairs with rows treated as independent of its own, and where those of one base may be alike
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

select
    count(*) as n_benchmarks,
    any_value(n_rising) as n_rising,
    min(ratio) as ratio_min,
    max(ratio) as ratio_max,
    median(ratio) as ratio_median,
    any_value(columns(edges.*)),
    any_value(columns(alike.*)),
    any_value(columns(lines.*)),
    any_value(columns(later.*)),
    any_value(columns(pairs.*))
from curves, rises, edges, alike, lines, later, pairs
having count(*) > 0;
