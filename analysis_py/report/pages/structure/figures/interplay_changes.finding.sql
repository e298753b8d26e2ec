-- What moves the other scores most, and how far size does.
with predictors as (
    select
        predictor,
        predictor_order,
        median(change_pct) as change_pct
    from figure_rows
    group by all
)

select
    format(
        '{} changes the median other score by {} %, model size by {} %',
        arg_max(predictor, change_pct) filter (where predictor_order > 0),
        signed(max(change_pct) filter (where predictor_order > 0)),
        signed(max(change_pct) filter (where predictor_order = 0))
    ) as finding
from predictors
having
    count_if(predictor_order = 0 and change_pct is not null) > 0
    and count_if(predictor_order > 0 and change_pct is not null) > 0;
