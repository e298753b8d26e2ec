-- Does size help? The numbers that the front page cites.
with curves as (
    select
        ratio,
        ratio_low,
        ratio_high,
        benchmark_name,
        n_zeros,
        rises_beyond_35b as is_rising,
        rises_beyond_35b_by_one as is_rising_by_one,
        rises_beyond_7b as is_rising_beyond_7b,
        n_smoothers
    from reporting.rpt_gamm_growth
    where cohort_role = 'headline' and status = 'ok'
),

edges as (
    select
        count(*) filter (where decision = 'positive') as n_better,
        count(*) filter (where decision_whole = 'positive') as n_better_whole
    from reporting.rpt_selection
    where cohort_role = 'paper' and comparison = 'from_7b_minus_from_3b' and method = 'welch'
),

-- the same question, asked in the same way of the latest board
later as (
    select
        count(*) as n_later,
        count(*) filter (where rises_beyond_7b) as n_later_beyond_7b,
        count(*) filter (where rises_beyond_35b) as n_later_beyond_35b
    from reporting.rpt_gamm_growth
    where cohort_role = 'latest_board' and status = 'ok'
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
    count(*) filter (where is_rising_by_one) as n_rising_by_one,
    count(*) filter (where is_rising_beyond_7b) as n_rising_beyond_7b,
    max(n_smoothers) as n_smoothers,
    min(ratio) as ratio_min,
    max(ratio) as ratio_max,
    arg_max(benchmark_name, ratio) as steepest,
    arg_max(ratio_low, ratio) as ratio_max_low,
    arg_max(ratio_high, ratio) as ratio_max_high,
    arg_max(n_zeros, ratio) as n_zeros,
    arg_min(benchmark_name, ratio) as flattest,
    arg_min(ratio_low, ratio) as ratio_min_low,
    arg_min(ratio_high, ratio) as ratio_min_high,
    median(ratio) as ratio_median,
    any_value(columns(edges.*)),
    any_value(columns(later.*)),
    any_value(columns(pairs.*))
from curves, edges, later, pairs
having count(*) > 0;
