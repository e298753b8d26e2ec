-- The curve that moves the score most, where nine in ten of the predictor's values lie.
with curves as (
    select
        panel,
        max(predictor_p10) as low,
        max(predictor_p90) as high
    from figure_rows
    group by all
),

swings as (
    select
        response,
        panel,
        max(relative_score) / min(relative_score) as swing
    from figure_rows
    inner join curves using (panel)
    where predictor_value between low and high
    group by all
)

select
    format(
        'Given the rest, {} varies most with {}, by a factor of {:.1f}', any_value(response), arg_max(panel, swing), max(swing)
    ) as finding
from swings;
