-- The range of the differences.
select
    format(
        'With reasoning, the same weights score {} to {} points higher; {} benchmarks have enough developers for an interval',
        tidy_number(min(estimate)), tidy_number(max(estimate)), of_all(count_if(warning = ''), count(*))
    ) as finding
from figure_rows
having min(estimate) > 0;
