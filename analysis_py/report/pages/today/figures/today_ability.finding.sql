-- Who leads.
select
    format('{} leads with {:.0f} points', arg_max(model, points), max(points))
    || coalesce(
        format(
            ', 90 % interval {:.0f} to {:.0f}', arg_max(points_low, points), arg_max(points_high, points)
        ),
        ''
    ) as finding
from figure_rows;
