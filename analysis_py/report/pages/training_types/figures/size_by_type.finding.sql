-- Whose scores grow most per doubling over the sizes that all types have.
with ranges as (
    select
        *,
        min(parameters_b) over curve as smallest_b,
        max(parameters_b) over curve as largest_b
    from figure_rows
    window curve as (partition by training_type)
),

shared as (
    select
        *,
        max(smallest_b) over () as from_b,
        min(largest_b) over () as to_b
    from ranges
),

growth as (
    select
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
    format(
        '{}: scores of {} models grow most from {} to {} B',
        any_value(benchmark_name), arg_max(training_type, slope), tidy_number(any_value(from_b)), tidy_number(any_value(to_b))
    ) as finding
from growth
having count(*) > 1;
