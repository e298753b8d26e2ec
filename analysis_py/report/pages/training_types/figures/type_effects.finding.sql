-- The mean difference over benchmarks: raw, adjusted and, where bases have both types, within them.
select
    cohort_id,
    comparison,
    format(
        '{}: {} raw, {} adjusted{}',
        upper_first(comparison),
        signed(avg(estimate) filter (where type_view_name = 'raw, all rows')),
        signed(avg(estimate) filter (where type_view_name = 'adjusted, sized rows')),
        coalesce(', ' || signed(avg(estimate) filter (where type_view_name = 'within base, by base')) || ' on one base', '')
    ) as finding
from figure_rows
group by cohort_id, comparison
having
    count(estimate) filter (where type_view_name = 'raw, all rows') > 0
    and count(estimate) filter (where type_view_name = 'adjusted, sized rows') > 0;
