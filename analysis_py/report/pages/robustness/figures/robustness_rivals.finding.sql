-- How many shapes a benchmark leaves open: within 2 of the best BIC.
select
    format(
        'A curve without a jump is among the best on {}, a step on {}',
        of_all(count_if(least(straight_line, broken_line, smooth_curve, sigmoid) <= 2), count(*)),
        of_all(count_if(step <= 2), count(*))
    ) as finding
from figure_rows;
