-- From where to where the differences go over benchmarks and sizes, by both methods.
with methods as (
    select
        pair,
        method,
        min(estimate) as lowest,
        max(estimate) as highest
    from figure_rows
    where estimate is not null
    group by all
)

select
    format('{}: ', upper_first(split_part(any_value(pair), ' ', 1))) || string_agg(
        format(
            '{} to {} {}',
            signed(lowest),
            signed(highest),
            if(method = 'adjusted', 'adjusted', 'within one base')
        ),
        ', '
        order by method
    ) as finding
from methods;
