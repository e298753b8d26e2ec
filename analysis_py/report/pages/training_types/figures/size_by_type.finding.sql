-- Whose scores grow most per doubling over the sizes that all types have.
with ranges as (
    select
        *,
        min(parameters_b) over curve as smallest_b,
        max(parameters_b) over curve as largest_b
    from figure_rows
    window curve as (partition by cohort_id, engine, way, benchmark_name, training_type)
),

shared as (
    select
        *,
        max(smallest_b) over curves as from_b,
        min(largest_b) over curves as to_b
    from ranges
    window curves as (partition by cohort_id, engine, way, benchmark_name)
),

growth as (
    select
        cohort_id,
        engine,
        way,
        benchmark_name,
        from_b,
        to_b,
        training_type,
        regr_slope(ln(relative_score), ln(parameters_b)) as slope
    from shared
    where parameters_b between from_b and to_b
    group by all
    having count(*) > 1
)

select
    cohort_id,
    engine,
    way,
    benchmark_name,
    format(
        '{}: scores of {} models grow most from {} to {} B',
        benchmark_name, arg_max(training_type, slope), tidy_number(from_b), tidy_number(to_b)
    ) as finding
from growth
group by cohort_id, engine, way, benchmark_name, from_b, to_b
having count(*) > 1;
