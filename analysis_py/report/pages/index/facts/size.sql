-- Does size help? The numbers that the front page cites.
with curves as (
    select
        *,
        ratio = max(ratio) over (partition by cohort_id) as is_steepest
    from statistics.stat_gamm_growth
    where status = 'ok' and ratio is not null
),

-- every population whose curves more than one smoother fits
boards as (
    select
        cohort_name,
        coalesce(cohort_role, '') as cohort_role,
        count(*) as n,
        count(*) filter (where ratio_low > 1) as n_higher,
        count(*) filter (where rises_beyond_7b) as n_rising
    from curves
    group by cohort_name, cohort_role
    having max(n_smoothers) > 1
),

everywhere as (
    select list(boards order by cohort_role = 'headline' desc, cohort_name) as boards from boards
),

headline as (
    select
        any_value(from_b) as from_b,
        any_value(to_b) as to_b,
        count(*) as n_benchmarks,
        count(*) filter (where ratio_low > 1) as n_higher,
        max(n_smoothers) as n_smoothers,
        min(ratio) as ratio_min,
        max(ratio) filter (where not is_steepest) as ratio_next,
        max(ratio) as ratio_max,
        arg_max(benchmark_name, ratio) as steepest,
        arg_max(n_zeros, ratio) as n_zeros
    from curves
    where cohort_role = 'headline'
),

-- the two ranges on either side of 7 B, with fine-tunes of one base clustered
edge as (
    select distinct
        least(group_a, group_b) as one,
        greatest(group_a, group_b) as other
    from statistics.stat_selection
    where comparison = 'from_7b_minus_from_3b'
),

steps as (
    select
        count(*) filter (where cohort_role = 'paper') as n_steps,
        count(*) filter (where cohort_role = 'paper' and is_significant) as n_differ,
        count(*) filter (where cohort_role = 'headline' and is_significant) as n_differ_whole
    from reporting.rpt_group_differences
    inner join edge on least(group_a, group_b) = edge.one and greatest(group_a, group_b) = edge.other
    where factor = 'parameter_range' and is_default
),

-- the same pairs with rows treated as independent, and where those of one base may be alike
pairs as (
    select
        count(*) as n_pairs,
        count(*) filter (where is_significant_over_all) as n_naive,
        count(*) filter (where is_significant_clustered_over_all) as n_robust
    from reporting.rpt_pair_decisions
    where cohort_role = 'paper' and factor = 'parameter_range' and has_clustered_test
)

select * from headline, everywhere, steps, pairs
where n_benchmarks > 0;
