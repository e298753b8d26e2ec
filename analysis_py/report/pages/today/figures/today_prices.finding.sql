-- How many times a year it fell.
select
    format(
        'The least price of an ability fell {:.1f}-fold a year, 90 % interval {:.1f} to {:.1f}',
        any_value(factor), any_value(factor_low), any_value(factor_high)
    ) as finding
from figure_rows;
