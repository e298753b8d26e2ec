-- How far the curves of scaled and unscaled scores are apart.
with curves as (
    select
        panel,
        any_value(training_type) as training_type,
        max(difference_pct) as difference_pct
    from figure_rows
    group by all
)

select
    format('{} models: scaling moves the median curve by {} % of its range', upper_first(any_value(training_type)), tidy_number(median(difference_pct))) as finding
from curves
where difference_pct is not null;
