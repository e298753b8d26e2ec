-- What four and eight bits go with on the mean of all benchmarks.
select
    'On average copies differ by '
    || string_agg(
        format('{} points with {}', replace(format('{:+.1f}', estimate), '-', '−'), kind), ', '
        order by kind
    ) as finding
from figure_rows
where benchmark_id = 'average' and kind != 'other 16 bit';
