-- How wide the intervals are at the median size.
with nearest as (
    select
        panel,
        arg_min(predicted_high - predicted_low, abs(ln(parameters_b / middle_b))) as width,
        any_value(middle_b) as middle_b
    from (select *, median(parameters_b) over () as middle_b from figure_rows) as sized
    group by all
)

select
    format(
        'A new {} B model may land anywhere within {:.0f} points',
        tidy_number(any_value(middle_b)), median(width)
    ) as finding
from nearest;
