-- The most and the least predictable benchmark.
select
    cohort_id,
    format(
        'The others predict {:.0f} % of the variance of {}, and {:.0f} % of that of {}',
        100 * max(r_squared), arg_max(split_part(label, '|', 1), r_squared),
        100 * min(r_squared), arg_min(split_part(label, '|', 1), r_squared)
    ) as finding
from figure_rows
where r_squared is not null
group by all
having count(*) > 1;
