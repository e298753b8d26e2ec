-- On how many benchmarks the curve of size does what, by the whole-curve bands of all smoothers, and where lines bend.
-- What covers less than a factor of 1.5 is no stretch.
with shapes as (
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
        gamm = 'size_clustered' and engine = 'reml' and direction_agreed is not null
        and cohort_role in ('paper', 'headline')
    group by all
),

curves as (
    select
        shapes.* exclude (cohort_id),
        growth.rises_beyond_13b as rises_late
    from shapes
    inner join statistics.stat_gamm_growth as growth using (cohort_id, benchmark_name)
),

counts as (
    select
        cohort_role,
        count(*) as n_benchmarks,
        count(*) filter (where rises_late) as n_rising_late,
        count(*) filter (where falls_late) as n_falling_late,
        count(*) filter (where rises_middle) as n_rising_middle,
        coalesce(
            string_agg(benchmark_name, ', ' order by benchmark_order) filter (where falls_late), ''
        ) as falling_late
    from curves
    group by cohort_role
),

bends as (
    select
        cohort_role,
        count(*) filter (where unit = 'evaluation') as n_bends,
        count(*) filter (where unit = 'evaluation' and breakpoint_b between 6 and 8) as n_at_7b_by_evaluation,
        count(*) filter (where unit = 'size' and breakpoint_b between 6 and 8) as n_at_7b_by_size,
        count(*) filter (where unit = 'size' and slope_after > slope_before) as n_steeper_by_size
    from statistics.stat_breakpoints
    where breakpoint_b is not null
    group by cohort_role
)

select *
from counts
inner join bends using (cohort_role)
order by cohort_role desc;
