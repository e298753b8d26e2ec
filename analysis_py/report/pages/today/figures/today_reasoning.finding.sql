-- The range of the differences.
select
    format(
        'With reasoning, the same weights score {} to {} points higher',
        tidy_number(min(estimate)), tidy_number(max(estimate))
    ) as finding
from figure_rows
having min(estimate) > 0;
