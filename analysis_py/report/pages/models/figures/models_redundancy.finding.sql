-- The most and the least predictable benchmark.
select
    format(
        'The others predict {:.0f} % of the variance at best, {:.0f} % at worst',
        100 * max(r_squared), 100 * min(r_squared)
    ) as finding
from figure_rows
where r_squared is not null
having count(*) > 1;
