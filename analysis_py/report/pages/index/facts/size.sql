-- Does size help? The numbers that the front page cites.
with curves as (
    select
        arg_min(relative_score, abs(ln(parameters_b / 70)))
        / arg_min(relative_score, abs(ln(parameters_b / 7))) as ratio,
        coalesce(bool_or(direction = 'rises' and parameters_b > 35), false) as is_rising
    from reporting.rpt_size_curves
    where cohort_role = 'headline' and gamm = 'size_clustered' and engine = 'reml'
    group by benchmark_id
),

edges as (
    select
        count(*) filter (where decision = 'positive') as n_better,
        count(*) filter (where decision_whole = 'positive') as n_better_whole
    from reporting.rpt_selection
    where cohort_role = 'paper' and comparison = 'from_7b_minus_from_3b' and method = 'welch'
),

-- the same step where fine-tunes of one base may be alike
alike as (
    select
        count(*) filter (where cohort_role = 'paper') as n_alike,
        count(*) filter (where cohort_role = 'headline') as n_alike_whole
    from reporting.rpt_size_steps
    where edge_b = 7 and is_default and decision = 'gain'
),

-- whether it matters that sizes of one developer's generation are relatives too
lines as (
    select
        count(*) filter (where lineage = 'lineage_family' and rises_to_b > 35) as n_rising_by_line,
        count(*) filter (where not is_default and lineage != 'lineage_family' and rises_to_b > 35) as n_rising_by_both
    from reporting.rpt_gamm_lineages
    where cohort_role = 'headline'
),

later as (
    select
        count(*) as n_later,
        count(*) filter (where is_significant and median_statistic > 0) as n_later_better
    from reporting.rpt_specifications
    where conclusion = 'slope_from_13b' and benchmark_id in (
        select benchmark_id
        from reporting.rpt_benchmark_profiles
        inner join reporting.rpt_cohorts using (snapshot_id)
        where cohort_role = 'latest_board'
    )
),

-- the same pairs with rows treated as independent of its own, and where those of one base may be alike
pairs as (
    select
        count(*) as n_pairs,
        count(*) filter (where is_significant) as n_naive,
        count(*) filter (where is_significant_clustered) as n_robust
    from reporting.rpt_pair_decisions
    where cohort_role = 'paper' and factor = 'parameter_range' and has_clustered_test
)

select
    count(*) as n_benchmarks,
    count(*) filter (where is_rising) as n_rising,
    min(ratio) as ratio_min,
    max(ratio) as ratio_max,
    median(ratio) as ratio_median,
    any_value(columns(edges.*)),
    any_value(columns(alike.*)),
    any_value(columns(lines.*)),
    any_value(columns(later.*)),
    any_value(columns(pairs.*))
from curves, edges, alike, lines, later, pairs
having count(*) > 0;
