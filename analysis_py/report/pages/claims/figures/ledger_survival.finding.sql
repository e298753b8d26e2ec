-- How many are left at the end.
with steps as (
    select
        step_order,
        any_value(n_left) as n_left,
        sum(n_claims) as n
    from figure_rows
    group by all
)

select
    format(
        'Of {:,} claims, {:,} are supported at every step to the last',
        arg_min(n, step_order)::integer, arg_max(n_left, step_order)::integer
    ) as finding
from steps;
