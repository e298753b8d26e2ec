-- What four and eight bits go with on the mean of all benchmarks.
select
    'Copies score '
    || string_agg(
        format('{:.1f} points {} with {}s', abs(estimate), if(estimate < 0, 'lower', 'higher'), kind), ', '
        order by kind
    ) as finding
from figure_rows
where benchmark_id = 'average' and kind != 'other 16 bit';
