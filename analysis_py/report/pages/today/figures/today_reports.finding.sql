-- How often a difference is significant.
select
    format(
        'Developers'' own figures are higher in {} comparisons, significantly in {}',
        of_all(count_if(estimate > 0), count(*)), count(*) filter (where is_significant and estimate > 0)
    ) as finding
from figure_rows
having count(*) > 0;
