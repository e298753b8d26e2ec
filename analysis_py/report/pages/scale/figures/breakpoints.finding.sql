-- The middle of the bends, by what is counted.
with bends as (
    select
        counted,
        median(breakpoint_b) as middle_b
    from figure_rows
    where breakpoint_b is not null
    group by all
)

select
    'Bend: ' || string_agg(format('{} B if {}', tidy_number(middle_b), counted), ', ' order by counted) as finding
from bends
having count(*) > 0;
