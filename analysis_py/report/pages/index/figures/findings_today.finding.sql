-- The best model, and the best of open weights.
select
    format(
        '{} leads with {:.0f} points', arg_max(model, points), max(points)
    ) || coalesce(
        format(
            '; {} is the best of open weights with {:.0f}',
            arg_max(model, points) filter (where openness = 'open weights'),
            max(points) filter (where openness = 'open weights')
        ), ''
    ) as finding
from figure_rows
having count(*) > 0;
