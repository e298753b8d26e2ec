-- The mean difference over benchmarks, raw and within bases.
select
    cohort_id,
    comparison,
    format(
        '{}: on average {} points raw, {} within a base',
        upper_first(comparison),
        signed(avg(estimate) filter (where type_view_name = 'raw, all rows')),
        signed(avg(estimate) filter (where type_view_name = 'within base, by evaluation'))
    ) as finding
from figure_rows
group by cohort_id, comparison
having
    count(estimate) filter (where type_view_name = 'raw, all rows') > 0
    and count(estimate) filter (where type_view_name = 'within base, by evaluation') > 0;
