-- The mean difference over benchmarks: raw, adjusted and, where bases have both types, within them.
select
    format(
        '{}: {} raw, {} adjusted{}',
        upper_first(any_value(comparison)),
        signed(avg(estimate) filter (where type_view_name = 'raw, all rows')),
        signed(avg(estimate) filter (where type_view_name = 'adjusted, sized rows')),
        coalesce(', ' || signed(avg(estimate) filter (where type_view_name = 'within base, by base')) || ' on one base', '')
    ) as finding
from figure_rows
having
    count(estimate) filter (where type_view_name = 'raw, all rows') > 0
    and count(estimate) filter (where type_view_name = 'adjusted, sized rows') > 0;
