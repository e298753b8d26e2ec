-- The range of the measure.
select
    format(
        'The other terms could reproduce {:.0f} to {:.0f} % of a curve', 100 * min(concurvity), 100 * max(concurvity)
    ) as finding
from figure_rows;
