-- How often a difference is shown.
select
    format(
        'Developers'' own figures are higher in {} comparisons, and shown to be in {}',
        of_all(count_if(estimate > 0), count(*)), count_if(ci_low > 0 and warning = '')
    ) as finding
from figure_rows
having count(*) > 0;
