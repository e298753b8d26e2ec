-- What the words of the page cite.
with
-- On how many benchmarks the curve of size does what, by the whole-curve bands of all smoothers.
-- A stretch covers at least a factor of 1.5.
shapes as (
    select
        cohort_id,
        cohort_role,
        benchmark_name,
        benchmark_order,
        max(parameters_b) filter (where direction_agreed = 'falls' and parameters_b > 7)
        >= 1.5 * min(parameters_b) filter (where direction_agreed = 'falls' and parameters_b > 7) as falls_late,
        max(parameters_b) filter (where direction_agreed = 'rises' and parameters_b between 3 and 7)
        >= 1.5 * min(parameters_b) filter (where direction_agreed = 'rises' and parameters_b between 3 and 7) as rises_middle
    from reporting.rpt_size_curves
    where
        gamm = 'size_clustered' and direction_agreed is not null
        and cohort_role in ('paper', 'headline')
    group by all
),

scale_curves as (
    select
        shapes.cohort_role,
        growth.cohort_name,
        growth.sentence,
        growth.n_rising_beyond_13b,
        count(*) as n_benchmarks,
        count(*) filter (where falls_late) as n_falling_late,
        count(*) filter (where rises_middle) as n_rising_middle,
        coalesce(
            string_agg(shapes.benchmark_name, ', ' order by shapes.benchmark_order) filter (where falls_late), ''
        ) as falling_late
    from shapes
    inner join reporting.rpt_size_growth as growth using (cohort_id)
    group by shapes.cohort_role, growth.cohort_name, growth.sentence, growth.n_rising_beyond_13b
    order by shapes.cohort_role desc
),

-- Verdicts on emergence, over benchmarks and scales of the score.
scale_emergence as (
    select
        cohort_role,
        count(*) as n_cells,
        count(*) filter (where verdict = 'gradual') as n_gradual,
        count(*) filter (where verdict = 'emergent') as n_emergent,
        count(*) filter (where verdict not in ('gradual', 'emergent')) as n_else,
        coalesce(string_agg(distinct benchmark_name, ' and ') filter (where verdict = 'emergent'), '') as emergent_on
    from reporting.rpt_emergence
    where verdict != 'not tested' and cohort_role in ('paper', 'headline', 'base_models')
    group by cohort_role
    order by list_position(['paper', 'headline', 'base_models'], cohort_role)
),

-- The step across the edge at 7 B: who was counted, and what is one observation.
selection as (
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

pairs as (
    select
        count(*) as n_pairs,
        count(*) filter (where is_significant_over_all) as n_naive,
        count(*) filter (where is_significant_clustered_over_all) as n_robust
    from reporting.rpt_pair_decisions
    where cohort_role = 'paper' and factor = 'parameter_range' and has_clustered_test
),

scale_ranges as (
    select *
    from selection, clustered, pairs
    where n_benchmarks > 0
)

select
    array(select scale_curves from scale_curves) as scale_curves,
    array(select scale_emergence from scale_emergence) as scale_emergence,
    array(select scale_ranges from scale_ranges) as scale_ranges;
