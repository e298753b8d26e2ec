-- How often larger models do better than smaller ones let expect.
select
    format(
        'Extrapolation from small models underpredicts large ones on {} benchmarks',
        of_all(count_if(is_underpredicted), count(is_underpredicted))
    ) as finding
from figure_rows
having count(is_underpredicted) > 0;
