-- How often larger models do better than smaller ones let expect.
select
    cohort_id,
    cut,
    format(
        'Extrapolation from small models underpredicts large ones in {} forecasts',
        of_all(count_if(is_underpredicted), count(is_underpredicted))
    ) as finding
from figure_rows
group by all
having count(is_underpredicted) > 0;
