-- The best model, and the best of open weights where there is room.
with best as (
    select
        arg_max(model, points) || format(' leads with {:.0f} points', max(points)) as leader,
        format(
            '; among open weights {} has {:.0f}',
            arg_max(model, points) filter (where openness = 'open weights'),
            max(points) filter (where openness = 'open weights')
        ) as follower
    from figure_rows
    having count(*) > 0
)

select leader || if(length(leader || follower) <= 80, follower, '') as finding
from best;
