-- Who leads.
select
    format(
        '{} leads with {:.0f} points [{:.0f}, {:.0f}]', arg_max(model, points), max(points),
        arg_max(points_low, points), arg_max(points_high, points)
    ) as finding
from figure_rows;
