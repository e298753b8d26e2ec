-- The mean difference over benchmarks, raw and like for like.
select
    cohort_id,
    comparison,
    format(
        '{}: on average {} points raw, {} adjusted',
        upper_first(comparison),
        signed(avg(estimate) filter (where method_name = 'raw')),
        signed(avg(estimate) filter (where method_name = 'adjusted'))
    ) as finding
from figure_rows
group by cohort_id, comparison
having
    count(estimate) filter (where method_name = 'raw') > 0
    and count(estimate) filter (where method_name = 'adjusted') > 0;
