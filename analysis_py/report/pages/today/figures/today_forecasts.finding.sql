-- How many forecasts came inside their intervals.
select
    format(
        'On {}, {} fell inside the 90 % interval', any_value(benchmark_name),
        of_all(count(*) filter (where result = 'came inside'), count(*))
    ) as finding
from figure_rows
where result != 'sealed'
having count(*) > 0;
