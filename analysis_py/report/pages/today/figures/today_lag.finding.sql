-- The lag of the last year.
select
    format(
        'In {} the best open weights lagged by {:.0f} months, 90 % interval {:.0f} to {:.0f}',
        max(window_name), arg_max(lag_months, window_name),
        arg_max(lag_low, window_name), arg_max(lag_high, window_name)
    ) as finding
from figure_rows
where window_name != 'all months';
