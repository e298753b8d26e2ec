-- On how many benchmarks the curve of size does what, by the whole-curve band, and where lines bend.
with curves as (
    select
        cohort_id,
        benchmark_name,
        benchmark_order,
        bool_or(direction = 'rises' and parameters_b > 13) as rises_late,
        bool_or(direction = 'falls' and parameters_b > 7) as falls_late,
        bool_or(direction = 'rises' and parameters_b between 3 and 7) as rises_middle
    from reporting.rpt_size_curves
    where gamm = 'size_clustered' and engine = 'reml' and direction is not null
    group by all
),

counts as (
    select
        cohort_id,
        count(*) as n_benchmarks,
        count(*) filter (where rises_late) as n_rising_late,
        count(*) filter (where falls_late) as n_falling_late,
        count(*) filter (where rises_middle) as n_rising_middle,
        coalesce(
            string_agg(benchmark_name, ', ' order by benchmark_order) filter (where falls_late), ''
        ) as falling_late
    from curves
    group by cohort_id
),

bends as (
    select
        cohort_id,
        count(*) filter (where unit = 'evaluation') as n_bends,
        count(*) filter (where unit = 'evaluation' and breakpoint_b between 6 and 8) as n_at_7b_by_evaluation,
        count(*) filter (where unit = 'size' and breakpoint_b between 6 and 8) as n_at_7b_by_size,
        count(*) filter (where unit = 'size' and slope_after > slope_before) as n_steeper_by_size
    from statistics.stat_breakpoints
    where breakpoint_b is not null
    group by cohort_id
)

select *
from counts
inner join bends using (cohort_id)
where cohort_id in ('paper_2024_01', 'january_2024')
order by cohort_id desc;
