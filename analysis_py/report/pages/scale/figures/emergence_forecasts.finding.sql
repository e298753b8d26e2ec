-- How often larger models do better than smaller ones let expect.
select
    cohort_id,
    cut,
    score_scale_name,
    format(
        'Extrapolation from small models underpredicts large ones on {} benchmarks',
        of_all(count_if(is_underpredicted), count(is_underpredicted))
    ) as finding
from figure_rows
group by all
having count(is_underpredicted) > 0;
