-- The mean over benchmarks and sizes, by both methods.
with methods as (
    select
        pair,
        method,
        avg(estimate) as points
    from figure_rows
    where estimate is not null
    group by all
)

select
    format('{}: ', upper_first(any_value(pair)))
    || string_agg(format('{} {}', signed(points), if(method = 'adjusted', 'adjusted', 'within one base')), ', ' order by method) as finding
from methods;
