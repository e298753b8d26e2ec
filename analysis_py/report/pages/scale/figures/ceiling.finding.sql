-- The gain over all rows, and under the lowest ceiling that leaves one.
with steps as (
    select
        step,
        ceiling_order,
        any_value(ceiling) as ceiling,
        avg(estimate) as gain
    from figure_rows
    where estimate is not null
    group by all
)

select
    format(
        '{}: {} points in all rows, {} below a cut-off of {} %',
        any_value(step), signed(arg_max(gain, ceiling_order)), signed(arg_min(gain, ceiling_order)), arg_min(ceiling, ceiling_order)
    ) as finding
from steps;
