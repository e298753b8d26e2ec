-- The mean difference over benchmarks: raw, adjusted and, where bases have both types, within them.
select
    format(
        '{}: {} raw, {} adjusted{}',
        upper_first(any_value(comparison)),
        signed(avg(estimate) filter (where type_view_name = 'each evaluation once')),
        signed(avg(estimate) filter (where type_view_name = 'equal size and architecture')),
        coalesce(', ' || signed(avg(estimate) filter (where type_view_name = 'within base, mixed model')) || ' on one base', '')
    ) as finding
from figure_rows
having
    count(estimate) filter (where type_view_name = 'each evaluation once') > 0
    and count(estimate) filter (where type_view_name = 'equal size and architecture') > 0;
