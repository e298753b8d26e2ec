-- The curve that moves the scaled score most, over all that is drawn.
with swings as (
    select
        response,
        if(panel = 'Model size', 'model size', 'scaled ' || panel) as predictor,
        max(relative_score) / min(relative_score) as swing
    from figure_rows
    group by all
)

select
    format(
        'Scaled {} varies most with {}, by a factor of {}',
        any_value(response), arg_max(predictor, swing), if(max(swing) < 10, format('{:.1f}', max(swing)), format('{:,}', round(max(swing))::int))
    ) as finding
from swings;
