-- The range of what both fits explain.
select
    format(
        'The models explain {:.0f} to {:.0f} % of unscaled scores and {:.0f} to {:.0f} % of scaled ones',
        min(unscaled_pct), max(unscaled_pct), min(scaled_pct), max(scaled_pct)
    ) as finding
from figure_rows
having count(unscaled_pct) > 0 and count(scaled_pct) > 0;
